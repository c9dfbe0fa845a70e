package dev.cartable.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the database says about Cartable's relations: whether they are there, tables or views, and their columns. */
final class Relations {
    private final Names names;

    Relations(Names names) {
        this.names = names;
    }

    /** Whether the relation is there, as whatever. */
    boolean exists(Connection connection, String name) throws SQLException {
        return type(connection, name).isPresent();
    }

    /** Whether the relation is a table of the database itself: no view, no foreign table. */
    boolean isTable(Connection connection, String name) throws SQLException {
        return type(connection, name)
                .filter(type -> type.equals("TABLE") || type.equals("BASE TABLE") || type.equals("PARTITIONED TABLE"))
                .isPresent();
    }

    private Optional<String> type(Connection connection, String name) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = metaData.getTables(
                connection.getCatalog(),
                schema(connection),
                pattern(metaData, folded(metaData, names.bare(name))),
                null)) {
            while (row.next()) {
                String type = row.getString("TABLE_TYPE");
                if (!type.contains("INDEX") && !type.contains("SEQUENCE")) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /** The columns of the relation, in lower case; none if it is not there. */
    Set<String> columns(Connection connection, String name) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        Set<String> columns = new TreeSet<>();
        try (ResultSet row = metaData.getColumns(
                connection.getCatalog(),
                schema(connection),
                pattern(metaData, folded(metaData, names.bare(name))),
                null)) {
            while (row.next()) {
                columns.add(row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    Map<String, Set<String>> columns(Connection connection, Set<String> relations) throws SQLException {
        Map<String, Set<String>> found = new HashMap<>();
        for (String relation : relations) {
            found.put(relation, columns(connection, relation));
        }
        return found;
    }

    private String schema(Connection connection) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String schema = names.schema();
        return pattern(metaData, schema == null ? connection.getSchema() : folded(metaData, schema));
    }

    private static String folded(DatabaseMetaData metaData, String name) throws SQLException {
        return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    private static String pattern(DatabaseMetaData metaData, String name) throws SQLException {
        String escape = metaData.getSearchStringEscape();
        return name.replace("_", escape + "_").replace("%", escape + "%");
    }
}
