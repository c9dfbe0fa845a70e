package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the database says about Cartable's relations: whether they are there, tables or views, and their columns. */
public final class Relations {
    private final Names names;

    public Relations(Names names) {
        this.names = names;
    }

    /** Whether the relation is there, as whatever. */
    public boolean exists(Connection connection, String name) throws SQLException {
        return type(connection, name).isPresent();
    }

    /** Whether the relation is a table of the database itself: no view, no foreign table. */
    public boolean isTable(Connection connection, String name) throws SQLException {
        return type(connection, name).filter(Relations::isTable).isPresent();
    }

    /** Which of the relations are tables of the database itself; those that are not there are not among them. */
    public Map<String, Boolean> areTables(Connection connection, Set<String> asked) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        Map<String, Boolean> found = new HashMap<>();
        try (ResultSet row = metaData.getTables(
                connection.getCatalog(),
                schema(connection),
                pattern(metaData, folded(metaData, names.prefix())) + "%",
                null)) {
            while (row.next()) {
                String relation = row.getString("TABLE_NAME")
                        .toLowerCase(Locale.ROOT)
                        .substring(names.prefix().length());
                String type = row.getString("TABLE_TYPE");
                if (asked.contains(relation) && !isIndex(type)) {
                    found.put(relation, isTable(type));
                }
            }
        }
        return found;
    }

    private static boolean isIndex(String type) {
        return type.contains("INDEX") || type.contains("SEQUENCE");
    }

    private static boolean isTable(String type) {
        return type.equals("TABLE") || type.equals("BASE TABLE") || type.equals("PARTITIONED TABLE");
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
                if (!isIndex(type)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The type of a column.
     *
     * @param jdbc one of {@link java.sql.Types}
     * @param name what the database calls it, in lower case
     */
    public record ColumnType(int jdbc, String name) {}

    /** The columns of the relation, in lower case; none if it is not there. */
    public Set<String> columns(Connection connection, String name) throws SQLException {
        return columnTypes(connection, name).keySet();
    }

    /** As {@link #columns(Connection, String)}, with their types. */
    public Map<String, ColumnType> columnTypes(Connection connection, String name) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        Map<String, ColumnType> columns = new TreeMap<>();
        try (ResultSet row = metaData.getColumns(
                connection.getCatalog(),
                schema(connection),
                pattern(metaData, folded(metaData, names.bare(name))),
                null)) {
            while (row.next()) {
                columns.put(
                        row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
                        new ColumnType(
                                row.getInt("DATA_TYPE"),
                                row.getString("TYPE_NAME").toLowerCase(Locale.ROOT)));
            }
        }
        return columns;
    }

    public Map<String, Set<String>> columns(Connection connection, Set<String> relations) throws SQLException {
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

    static String folded(DatabaseMetaData metaData, String name) throws SQLException {
        return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    private static String pattern(DatabaseMetaData metaData, String name) throws SQLException {
        String escape = metaData.getSearchStringEscape();
        return name.replace("_", escape + "_").replace("%", escape + "%");
    }
}
