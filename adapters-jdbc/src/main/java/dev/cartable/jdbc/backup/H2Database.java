package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.DatabaseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** An embedded H2 database, by the host's own data source. Safe for use by several threads. */
record H2Database(DataSource dataSource, String prefix) {
    static final String KIND = "h2";
    static final String SUFFIX = ".mv.db";

    /** Where its file is, without the suffix; null for one in memory. */
    static @Nullable String path(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL().toLowerCase(Locale.ROOT);
        if (url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:")) {
            throw new BackupException(
                    "DUMP_FAILED",
                    Map.of("reason", "the H2 database is on a server"),
                    "the H2 database is on a server of its own; nothing was done. Back up where it is embedded");
        }
        return url.startsWith("jdbc:h2:mem:") ? null : Catalog.first(connection, "SELECT DATABASE_PATH()");
    }

    DatabaseInfo describe(Connection connection) throws SQLException {
        String version = connection.getMetaData().getDatabaseProductVersion().split(" ", 2)[0];
        String path = path(connection);
        String collation = Catalog.first(
                connection, "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'COLLATION'");
        return new DatabaseInfo(
                KIND,
                version,
                String.valueOf(Catalog.first(connection, "SELECT DATABASE()")),
                "UTF8",
                collation == null ? "OFF" : collation,
                Map.of(),
                "H2 " + version,
                path == null ? memory(connection) : size(path),
                Catalog.schemaVersion(connection, prefix),
                Catalog.hostMigration(connection));
    }

    private static long memory(Connection connection) throws SQLException {
        return Catalog.number(connection, "SELECT MEMORY_USED()") * 1024;
    }

    private static long size(String path) {
        try {
            return Files.size(Path.of(path + SUFFIX));
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    /** Begins a transaction in which all tables are read as they are at its first statement. */
    static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");
        }
        connection.setAutoCommit(false);
    }

    /** The counts and positions in the connection's snapshot; the position of an identity column by its table and its name. */
    static DatabaseContents contents(Connection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet table =
                        statement.executeQuery("SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES"
                                + " WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
                                + " AND (STORAGE_TYPE IS NULL OR STORAGE_TYPE NOT LIKE '%TEMPORARY%')")) {
            while (table.next()) {
                String schema = table.getString(1);
                String name = table.getString(2);
                rows.put(
                        Catalog.key(schema, name),
                        Catalog.number(
                                connection,
                                "SELECT COUNT(*) FROM " + Catalog.quote(schema) + "." + Catalog.quote(name)));
            }
        }
        Map<String, Long> sequences = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet sequence = statement.executeQuery("""
                        SELECT SEQUENCE_SCHEMA, SEQUENCE_NAME, SIGN(INCREMENT) * (BASE_VALUE - INCREMENT) FROM INFORMATION_SCHEMA.SEQUENCES
                        UNION ALL
                        SELECT TABLE_SCHEMA, TABLE_NAME || '.' || COLUMN_NAME, SIGN(IDENTITY_INCREMENT) * (IDENTITY_BASE - IDENTITY_INCREMENT)
                        FROM INFORMATION_SCHEMA.COLUMNS WHERE IS_IDENTITY = 'YES'""")) {
            while (sequence.next()) {
                sequences.put(Catalog.key(sequence.getString(1), sequence.getString(2)), sequence.getLong(3));
            }
        }
        return new DatabaseContents(rows, sequences, 0);
    }

    /** A connection in a snapshot. Closing it gives the connection back as it came. */
    DumpSnapshot snapshot() throws SQLException {
        return DumpSnapshot.open(dataSource, H2Database::begin);
    }
}
