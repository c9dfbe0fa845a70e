package dev.cartable.jdbc;

import dev.cartable.tck.StoreFixture;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The stores on an H2 database in a file keep every contract. */
class H2FileStoresTest extends StoreContracts {
    @TempDir
    private static Path folder;

    private static @Nullable DataSource open;

    @Override
    StoreFixture newFixture() {
        shutDown();
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString()) + ";DB_CLOSE_DELAY=-1");
        open = source;
        return new JdbcFixture(source);
    }

    /** One that closed by itself some time later would still write into the folder while it is deleted. */
    @AfterAll
    static void shutDown() {
        if (open == null) {
            return;
        }
        try (var connection = open.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        open = null;
    }
}
