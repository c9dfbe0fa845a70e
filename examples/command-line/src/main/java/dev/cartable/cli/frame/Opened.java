package dev.cartable.cli.frame;

import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** An open database. */
final class Opened implements AutoCloseable {
    private final DataSource source;
    private final JdbcStores stores;
    private final boolean withoutTables;
    private final Supplier<JdbcStores> migrated;
    private final Runnable closing;

    /** @param migrated the same stores after their tables were brought up to date */
    Opened(
            DataSource source,
            JdbcStores stores,
            boolean withoutTables,
            Supplier<JdbcStores> migrated,
            Runnable closing) {
        this.source = source;
        this.stores = stores;
        this.withoutTables = withoutTables;
        this.migrated = migrated;
        this.closing = closing;
    }

    /** An empty database in a temporary folder that is gone when it is closed, so that a dry run may be as large as it likes. */
    static Opened scratch() {
        try {
            Path folder = Files.createTempDirectory("cartable");
            JdbcConnectionPool pool = JdbcConnectionPool.create(
                    "jdbc:h2:file:" + folder.resolve("scratch").toAbsolutePath() + ";WRITE_DELAY=10000", "sa", "");
            JdbcStores stores = JdbcStores.builder(pool)
                    .schemaMode(SchemaMode.MIGRATE)
                    .durable(false)
                    .build();
            return new Opened(pool, stores, false, () -> stores, () -> {
                pool.dispose();
                delete(folder);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder for the dry run", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
        }
    }

    /** Writes an embedded database anew, without the pages that deleted rows stood on; leaves a server alone. */
    void compact() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getURL().startsWith("jdbc:h2:file:")) {
                statement.execute("SHUTDOWN COMPACT");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the person is erased, but the database's file could not be compacted", e);
        }
    }

    /** Whether the database had none of our tables when it was opened. */
    boolean isWithoutTables() {
        return withoutTables;
    }

    DataSource source() {
        return source;
    }

    JdbcStores stores() {
        return stores;
    }

    /** What time the database has. */
    Instant time() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** The same, its tables brought up to date. */
    Opened migrated() {
        return stores.schema().isCurrent() ? this : new Opened(source, migrated.get(), false, migrated, closing);
    }

    @Override
    public void close() {
        closing.run();
    }
}
