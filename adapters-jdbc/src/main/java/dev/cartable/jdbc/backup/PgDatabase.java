package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, by the host's data source and by an address of its own. Safe for use by several threads.
 *
 * @param stated what the host states of the address; null to read it from the data source
 */
record PgDatabase(
        DataSource dataSource,
        @Nullable String stated,
        @Nullable String user,
        @Nullable String password,
        String prefix) {
    static final String KIND = "postgresql";

    /** Tables with rows of their own, except the system's, temporary ones and those of extensions. */
    private static final String RELATIONS = """
            SELECT n.nspname, c.relname%s FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace%s
            WHERE c.relkind = '%s' AND c.relpersistence <> 't' AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                              AND d.deptype = 'e')
            ORDER BY 1, 2""";

    private static final String LIMITS = """
            SELECT pg_catalog.set_config(name, '0', true) FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')""";

    /** The record's text has no password. */
    @Override
    public String toString() {
        return "PostgreSQL";
    }

    /** Where the database is, from the host's statement or from the data source's own URL. */
    PgAddress address() throws SQLException {
        if (stated != null) {
            return PgAddress.parse(stated).as(user, password);
        }
        try (Connection connection = dataSource.getConnection()) {
            return address(connection);
        }
    }

    PgAddress address(Connection connection) throws SQLException {
        PgAddress address = PgAddress.parse(
                stated != null ? stated : connection.getMetaData().getURL());
        String connected = Catalog.first(connection, "SELECT session_user");
        return address.as(user == null && address.user() == null ? connected : user, password);
    }

    /** Opens a connection of the host in one read-only snapshot. Closing it ends the snapshot. */
    DumpSnapshot snapshot() throws SQLException {
        return DumpSnapshot.open(dataSource, PgDatabase::begin);
    }

    /** Opens a connection to another database of the server. */
    static Connection connect(PgAddress address, String database) throws SQLException {
        Properties properties = new Properties();
        if (address.user() != null) {
            properties.setProperty("user", address.user());
        }
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        return DriverManager.getConnection(address.url(database), properties);
    }

    /** Ends the limits that would cut a long snapshot short, and reads all rows or fails. */
    static void begin(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        endLimits(connection);
    }

    /** Ends the limits of the open transaction, and reads all rows or fails. */
    static void endLimits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(LIMITS).close();
            statement.execute("SET LOCAL row_security = off");
        }
    }

    static int major(Connection connection) throws SQLException {
        return (int) (Catalog.number(connection, "SELECT current_setting('server_version_num')::int") / 10_000);
    }

    DatabaseInfo describe(Connection connection, String tool) throws SQLException {
        Map<String, String> extensions = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT extname, extversion FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'")) {
            while (row.next()) {
                extensions.put(row.getString(1), row.getString(2));
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT split_part(current_setting('server_version'), ' ', 1), datname, pg_encoding_to_char(encoding), datcollate,
                               pg_database_size(oid)
                        FROM pg_catalog.pg_database WHERE datname = current_database()""")) {
            row.next();
            return new DatabaseInfo(
                    KIND,
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    extensions,
                    tool,
                    row.getLong(5),
                    Catalog.schemaVersion(connection, prefix),
                    Catalog.hostMigration(connection));
        }
    }

    /** The counts and positions in the connection's snapshot. */
    static DatabaseContents contents(Connection connection) throws SQLException {
        return new DatabaseContents(
                rows(connection),
                sequences(connection),
                Catalog.number(connection, "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata"));
    }

    static Map<String, Long> rows(Connection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet table = statement.executeQuery(RELATIONS.formatted("", "", "r"))) {
            while (table.next()) {
                String schema = table.getString(1);
                String name = table.getString(2);
                rows.put(
                        Catalog.key(schema, name),
                        Catalog.number(
                                connection,
                                "SELECT count(*) FROM ONLY " + Catalog.quote(schema) + "." + Catalog.quote(name)));
            }
        }
        return rows;
    }

    static Map<String, Long> sequences(Connection connection) throws SQLException {
        Map<String, Long> positions = new TreeMap<>();
        String sequences =
                RELATIONS.formatted(", s.seqincrement", " JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid", "S");
        try (Statement statement = connection.createStatement();
                ResultSet sequence = statement.executeQuery(sequences)) {
            while (sequence.next()) {
                String schema = sequence.getString(1);
                String name = sequence.getString(2);
                positions.put(
                        Catalog.key(schema, name),
                        Catalog.number(
                                connection,
                                "SELECT sign(" + sequence.getLong(3)
                                        + ") * (last_value - CASE WHEN is_called THEN 0 ELSE " + sequence.getLong(3)
                                        + " END) FROM " + Catalog.quote(schema) + "." + Catalog.quote(name)));
            }
        }
        return positions;
    }
}
