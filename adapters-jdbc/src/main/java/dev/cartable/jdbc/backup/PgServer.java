package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The server of the live database, and what both ways of a restore ask it. Used by one thread at a time. */
final class PgServer {
    static final String FAILED = "RESTORE_FAILED";

    /** No session of the server. */
    static final int NONE = 0;

    /** At twenty in a second. */
    static final int END_ATTEMPTS = 600;

    /** Half a second. */
    private static final int CLOSE_ATTEMPTS = 10;

    static final long PAUSE_NANOS = 50_000_000L;

    /** An object in use, and a lock that was not given in time. */
    private static final Set<String> IN_USE = Set.of("55006", "55P03");

    private static final List<String> MAINTENANCE = List.of("postgres", "template1");

    private final PgDatabase database;
    private @Nullable String live;
    private @Nullable PgAddress known;

    PgServer(PgDatabase database) {
        this.database = database;
    }

    /** The name of the live database. */
    String live() throws SQLException {
        String name = live;
        if (name == null) {
            name = address().database();
            if (name == null) {
                try (Connection connection = database.dataSource().getConnection()) {
                    name = String.valueOf(Catalog.first(connection, "SELECT current_database()"));
                }
            }
            live = name;
        }
        return name;
    }

    PgAddress address() throws SQLException {
        PgAddress address = known;
        if (address == null) {
            address = database.address();
            known = address;
        }
        return address;
    }

    /** A connection to a database that is never renamed here. */
    Connection maintenance() throws SQLException {
        SQLException refused = null;
        for (String name : MAINTENANCE) {
            try {
                if (!name.equals(live())) {
                    return PgDatabase.connect(address(), name);
                }
            } catch (SQLException e) {
                refused = e;
            }
        }
        throw refused == null ? new SQLException("no database to connect to", "3D000") : refused;
    }

    /** A connection that only asks: to the live database, where the role may connect to no other. */
    Connection catalog() throws SQLException {
        try {
            return maintenance();
        } catch (SQLException mayNotConnect) {
            return connect();
        }
    }

    /** A connection to the live database. */
    Connection connect() throws SQLException {
        return PgDatabase.connect(address(), live());
    }

    static boolean isSuperuser(Connection connection) throws SQLException {
        return is(connection, "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
    }

    /** Whether the role may make a second database and rename the live one. */
    boolean mayCreateDatabases(Connection connection) throws SQLException {
        return isSuperuser(connection)
                || is(
                        connection,
                        "SELECT r.rolcreatedb AND pg_catalog.pg_has_role(d.datdba, 'USAGE') FROM pg_catalog.pg_roles r,"
                                + " pg_catalog.pg_database d WHERE r.rolname = current_user AND d.datname = ?",
                        live());
    }

    static boolean is(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Refuses while the live database has sessions.
     *
     * @param except a session that does not count; {@link #NONE} for none
     */
    void requireUnused(Connection connection, int except) throws SQLException {
        long sessions = sessions(connection, except);
        if (sessions > 0) {
            throw new BackupException(
                    "DATABASE_IN_USE",
                    Map.of("sessions", Long.toString(sessions)),
                    "the database " + live() + " has " + sessions
                            + " sessions; it is unchanged. Stop the applications that use"
                            + " it, or restore with force");
        }
    }

    /** How many other sessions the live database has. One that was closed a moment ago is waited for: the server ends it a little later. */
    long sessions(Connection connection, int except) throws SQLException {
        long sessions = count(connection, except);
        for (int attempt = 0; sessions > 0 && attempt < CLOSE_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            sessions = count(connection, except);
        }
        return sessions;
    }

    /**
     * Takes the advisory lock of a transaction of a restore; the session of a dead process that still holds it is ended.
     *
     * @param function of PostgreSQL that tries to take it
     */
    static void lock(Connection connection, String function, long key) throws SQLException {
        String taking = "SELECT pg_catalog." + function + "(" + key + ")";
        for (int attempt = 0; !is(connection, taking); attempt++) {
            if (attempt >= END_ATTEMPTS) {
                throw new SQLException("the transaction of a restore does not end", "55P03");
            }
            execute(connection, """
                    SELECT pg_catalog.pg_terminate_backend(l.pid) FROM pg_catalog.pg_locks l
                    JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = current_database()
                    WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) =\s""" + key);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private long count(Connection connection, int except) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM pg_catalog.pg_stat_activity"
                + " WHERE datname = ? AND pid NOT IN (pg_backend_pid(), ?)")) {
            query.setString(1, live());
            query.setInt(2, except);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** A session of the server; process ids come round again. */
    record Session(int pid, String since) {
        static Session of(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT pid, backend_start::text"
                            + " FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid()")) {
                row.next();
                return new Session(row.getInt(1), row.getString(2));
            }
        }
    }

    /** Ends a session whose connection broke, and waits for its end: it may be committing still. */
    void end(Session session) {
        try (Connection connection = catalog();
                PreparedStatement end = connection.prepareStatement("SELECT pg_terminate_backend(pid)"
                        + " FROM pg_catalog.pg_stat_activity WHERE pid = ? AND backend_start::text = ?")) {
            end.setInt(1, session.pid());
            end.setString(2, session.since());
            for (int attempt = 0; attempt < END_ATTEMPTS; attempt++) {
                try (ResultSet row = end.executeQuery()) {
                    if (!row.next()) {
                        return;
                    }
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException unreachable) {
            // The question for the state says so.
        }
    }

    /** Ends the sessions of databases again and again on a thread of its own, until it is closed: whoever connects then stays. */
    SessionKiller killSessions(List<String> names, int except) {
        return new SessionKiller(connection -> endSessions(connection, names, except));
    }

    /** Ends sessions once. */
    interface Killing {
        void endSessions(Connection connection) throws SQLException;
    }

    /** See {@link #killSessions}. */
    final class SessionKiller implements AutoCloseable {
        private final Killing killing;
        private boolean done;

        SessionKiller(Killing killing) {
            this.killing = killing;
            Thread thread = new Thread(this::endAll, "cartable-restore-sessions");
            thread.setDaemon(true);
            thread.start();
        }

        private void endAll() {
            try (Connection connection = catalog()) {
                while (endOnce(connection)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (SQLException mayNotEndThem) {
                // What waits for them says that the database is in use.
            }
        }

        private synchronized boolean endOnce(Connection connection) throws SQLException {
            if (!done) {
                killing.endSessions(connection);
            }
            return !done;
        }

        /** Waits for what is under way. */
        @Override
        public synchronized void close() {
            done = true;
        }
    }

    /** Ends the sessions of databases that the role may end. */
    void endSessions(Connection connection, List<String> names, int except) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("""
                SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
                WHERE datname = ANY (?) AND pid NOT IN (pg_backend_pid(), ?) AND backend_type = 'client backend'
                  AND (pg_catalog.pg_has_role(usesysid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'))""")) {
            end.setArray(1, connection.createArrayOf("text", names.toArray()));
            end.setInt(2, except);
            end.executeQuery().close();
        }
    }

    static BackupException failed(SQLException e) {
        BackupException reason = Catalog.unreachable(e);
        if (IN_USE.contains(String.valueOf(e.getSQLState()))) {
            return new BackupException(
                    "DATABASE_IN_USE",
                    Map.of("sessions", "1"),
                    "the database is still in use, and it is unchanged; stop what uses it, and try again");
        }
        return reason.code().equals("DUMP_FAILED")
                ? new BackupException(
                        FAILED, reason.facts(), reason.getMessage() + "; the live database is unchanged", e)
                : reason;
    }
}
