package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Lets one of several nodes change the schema. It is asked for again and again rather than waited for inside the database: a
 * waiting statement would hold a snapshot, and CREATE INDEX CONCURRENTLY waits for those.
 */
final class SchemaLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    private final Connection connection;
    private final boolean autoCommit;
    private final Dialect dialect;
    private final String history;

    private SchemaLock(Connection connection, Dialect dialect, String history) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.history = history;
        this.autoCommit = connection.getAutoCommit();
    }

    static SchemaLock take(DataSource dataSource, Dialect dialect, Names names, String createHistory)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            SchemaLock lock = new SchemaLock(connection, dialect, names.qualified(Schema.HISTORY));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!dialect.tryLockSchema(connection, lock.history, createHistory)) {
                if (System.nanoTime() > deadline) {
                    throw new JdbcStoreException(
                            "another node has been changing Cartable's schema for " + PATIENCE.toSeconds()
                                    + " seconds; this one has written nothing. Try again when it is done");
                }
                pause();
            }
            return lock;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JdbcStoreException(
                    "waiting for another node's change of the schema was interrupted; nothing was written");
        }
    }

    /**
     * Proves that the connection, and so the lock, still lives.
     *
     * @throws SQLException if it does not
     */
    void stillOurs() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            dialect.unlockSchema(connection, history);
            connection.setAutoCommit(autoCommit);
        }
    }
}
