package dev.cartable.jdbc;

import dev.cartable.tck.StoreFixture;
import java.nio.file.Path;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;

/** The stores on an H2 database in a file keep every contract. */
class H2FileStoresTest extends StoreContracts {
    @TempDir
    private static Path folder;

    @Override
    StoreFixture newFixture() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve(UUID.randomUUID().toString()) + ";DB_CLOSE_DELAY=1");
        return new JdbcFixture(source);
    }
}
