package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Names;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
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
    private final String key;

    private SchemaLock(Connection connection, Dialect dialect, String key) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.key = key;
        this.autoCommit = connection.getAutoCommit();
    }

    static SchemaLock take(DataSource dataSource, Dialect dialect, Names names, String createHistory)
            throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            SchemaLock lock = new SchemaLock(connection, dialect, names.qualified("schema_history"));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!lock.tryTake(createHistory)) {
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

    private boolean tryTake(String createHistory) throws SQLException {
        return dialect == Dialect.H2 ? tryRow(createHistory) : tryAdvisory("pg_try_advisory_lock");
    }

    /** A lock of the session; it goes with the connection. */
    private boolean tryAdvisory(String function) throws SQLException {
        connection.setAutoCommit(true);
        try (PreparedStatement query = connection.prepareStatement("SELECT " + function + "(?)")) {
            query.setLong(1, number());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private long number() {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    /** A locked row in the history, with the version 0; it is unlocked when the connection's transaction ends. */
    private boolean tryRow(String createHistory) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute(createHistory);
            statement.execute("MERGE INTO " + key + " t USING (VALUES (0)) u(version) ON t.version = u.version"
                    + " WHEN NOT MATCHED THEN INSERT (version, file, checksum) VALUES (0, 'lock', '')");
            connection.setAutoCommit(false);
            try (ResultSet row =
                    statement.executeQuery("SELECT version FROM " + key + " WHERE version = 0 FOR UPDATE NOWAIT")) {
                return row.next();
            }
        } catch (SQLException e) {
            connection.rollback();
            if (isContention(e)) {
                return false;
            }
            throw e;
        }
    }

    /** H2: lock timeout, concurrent update, deadlock, duplicate key; table or object that another has just made. */
    private static boolean isContention(SQLException e) {
        return switch (e.getErrorCode()) {
            case 50200, 90131, 40001, 23505, 42101 -> true;
            default -> false;
        };
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
            if (dialect == Dialect.H2) {
                connection.rollback();
            } else {
                tryAdvisory("pg_advisory_unlock");
            }
            connection.setAutoCommit(autoCommit);
        }
    }
}
