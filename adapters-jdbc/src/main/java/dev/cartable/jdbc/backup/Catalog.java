package dev.cartable.jdbc.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.ReferencedFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What both databases are asked in the same words. */
final class Catalog {
    /** The SQL state of PostgreSQL. */
    static final String DISK_FULL = "53100";

    private static final int FETCHED = 1000;

    private Catalog() {}

    /** A table with its columns, all as the database writes them. */
    private record Found(String schema, String table, List<String> columns) {
        String quoted() {
            return quote(schema) + "." + quote(table);
        }

        @Nullable
        String column(String name) {
            if (columns.contains(name)) {
                return name;
            }
            return columns.stream()
                    .filter(column -> column.equalsIgnoreCase(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static List<Found> find(Connection connection, @Nullable String schema, String table) throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        Map<String, String[]> places = new LinkedHashMap<>();
        String sql = "SELECT table_schema, table_name, column_name FROM information_schema.columns"
                + " WHERE LOWER(table_name) = LOWER(?)" + (schema == null ? "" : " AND LOWER(table_schema) = LOWER(?)")
                + " ORDER BY table_schema, table_name, ordinal_position";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, table);
            if (schema != null) {
                query.setString(2, schema);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String key = quote(row.getString(1)) + "." + quote(row.getString(2));
                    places.putIfAbsent(key, new String[] {row.getString(1), row.getString(2)});
                    columns.computeIfAbsent(key, any -> new ArrayList<>()).add(row.getString(3));
                }
            }
        }
        List<Found> found = new ArrayList<>();
        String current = connection.getSchema();
        places.forEach((key, place) -> {
            Found each = new Found(place[0], place[1], columns.getOrDefault(key, List.of()));
            if (place[0].equals(current) || (place[1].equals(table) && found.isEmpty())) {
                found.add(0, each);
            } else {
                found.add(each);
            }
        });
        return found;
    }

    /** The number of the last step of Cartable's schema; null where it has no tables. */
    static @Nullable String schemaVersion(Connection connection, String prefix) throws SQLException {
        for (Found history : find(connection, null, prefix + "schema_history")) {
            String version = first(connection, "SELECT MAX(version) FROM " + history.quoted());
            if (version != null) {
                return version;
            }
        }
        return null;
    }

    /** The last migration of the host, with Flyway or Liquibase; null where neither is known. */
    static @Nullable String hostMigration(Connection connection) throws SQLException {
        for (Found history : find(connection, null, "flyway_schema_history")) {
            String rank = history.column("installed_rank");
            String version = history.column("version");
            String success = history.column("success");
            if (rank != null && version != null && success != null) {
                String last = first(
                        connection,
                        "SELECT " + quote(version) + " FROM " + history.quoted() + " WHERE " + quote(success) + " AND "
                                + quote(version) + " IS NOT NULL ORDER BY " + quote(rank) + " DESC");
                if (last != null) {
                    return "flyway " + last;
                }
            }
        }
        for (Found history : find(connection, null, "databasechangelog")) {
            String id = history.column("id");
            String order = history.column("orderexecuted");
            if (id != null && order != null) {
                String last = first(
                        connection,
                        "SELECT " + quote(id) + " FROM " + history.quoted() + " ORDER BY " + quote(order) + " DESC");
                if (last != null) {
                    return "liquibase " + last;
                }
            }
        }
        return null;
    }

    /** The first column of the first row; null where there is none. */
    static @Nullable String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            try (ResultSet row = statement.executeQuery(sql)) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The database's own name for a table, to be quoted; for keys of counts. */
    static String key(String schema, String name) {
        return schema + "." + name;
    }

    /**
     * Passes on the rows that refer to files.
     *
     * @param max how many, the newest first; 0 for all, in any order
     */
    static void references(
            Connection connection, MediaReference reference, int max, Consumer<? super ReferencedFile> consumer)
            throws SQLException {
        int dot = reference.table().lastIndexOf('.');
        String schema = dot < 0 ? null : bare(reference.table().substring(0, dot));
        String table = bare(reference.table().substring(dot + 1));
        List<Found> tables = find(connection, schema, table);
        if (tables.isEmpty()) {
            throw unknown(reference, reference.pathColumn());
        }
        Found found = tables.get(0);
        String id = column(found, reference, reference.idColumn());
        String path = column(found, reference, reference.pathColumn());
        String newest = reference.newestBy() == null ? id : column(found, reference, reference.newestBy());
        String sql = "SELECT " + id + ", " + path + " FROM " + found.quoted() + " WHERE " + path + " IS NOT NULL AND "
                + path + " <> ''" + (max > 0 ? " ORDER BY " + newest + " DESC, " + id + " DESC" : "");
        try (Statement query = connection.createStatement()) {
            query.setFetchSize(FETCHED);
            query.setMaxRows(max);
            try (ResultSet row = query.executeQuery(sql)) {
                while (row.next()) {
                    consumer.accept(new ReferencedFile(reference.name(), row.getString(1), row.getString(2)));
                }
            }
        }
    }

    private static String bare(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }

    private static String column(Found found, MediaReference reference, String name) {
        String column = found.column(bare(name));
        if (column == null) {
            throw unknown(reference, name);
        }
        return quote(column);
    }

    private static BackupException unknown(MediaReference reference, String column) {
        return new BackupException(
                "UNKNOWN_REFERENCE",
                Map.of("reference", reference.name(), "table", reference.table(), "column", column),
                "the media reference " + reference.name() + " names the column " + column + " of " + reference.table()
                        + ", which the database does not have or this user cannot see; nothing was dumped. Correct the reference");
    }

    /** The disk of the database's server is full, whose path is not known here. */
    static BackupException diskFull(String reason) {
        return new BackupException(
                "DATABASE_DISK_FULL",
                Map.of("reason", reason),
                "no room is left on the disk of the database server: " + reason + ". Make room there, and try again");
    }

    /** The database could not be asked. The message quotes no row. */
    static BackupException unreachable(SQLException e) {
        String state = e.getSQLState() == null ? "unknown" : e.getSQLState();
        String group = state.length() < 2 ? "" : state.substring(0, 2).toUpperCase(Locale.ROOT);
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (state.equals(DISK_FULL)) {
            return diskFull(message);
        }
        boolean harmless =
                List.of("08", "28", "3D", "42", "53", "55", "57", "90").contains(group);
        String reason = "SQL state " + state + (harmless ? ", " + message : "");
        boolean connection = List.of("08", "28", "3D", "53", "57").contains(group) || state.equals("90020");
        return new BackupException(
                connection ? "DATABASE_UNREACHABLE" : "DUMP_FAILED",
                Map.of("reason", reason),
                (connection ? "the database cannot be reached: " : "the database refused: ") + reason);
    }
}
