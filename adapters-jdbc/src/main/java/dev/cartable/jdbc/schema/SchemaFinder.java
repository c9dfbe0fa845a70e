package dev.cartable.jdbc.schema;

import dev.cartable.jdbc.JdbcStoreException;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.sql.Names;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds Cartable's tables where they were created. A schema that was put at the head of the search path since then gets no
 * second set of them, from which all parents would be written to again.
 */
public final class SchemaFinder {
    private final Connection connection;
    private final Dialect dialect;
    private final String prefix;

    public SchemaFinder(Connection connection, Dialect dialect, String prefix) {
        this.connection = connection;
        this.dialect = dialect;
        this.prefix = prefix;
    }

    /**
     * The names of the relations.
     *
     * @param stated the schema that the host states; null where it leaves that to the search path
     * @param creates whether tables would be created where none are found
     * @throws JdbcStoreException if the stated schema does not exist, or if tables would be created beside others
     */
    public Names names(@Nullable String stated, boolean creates) throws SQLException {
        Names names = new Names(prefix, stated);
        if (stated != null) {
            requireSchema(stated);
            return names;
        }
        List<String> elsewhere = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(dialect.schemasWithTable())) {
            query.setString(1, names.bare(Schema.HISTORY));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String found = row.getString(1);
                    if (row.getObject(2) != null) {
                        // In the current schema, names stay as they are: a host may change it for each connection.
                        return found.equals(connection.getSchema()) ? names : new Names(prefix, found);
                    }
                    elsewhere.add(found);
                }
            }
        }
        if (creates && !elsewhere.isEmpty()) {
            String current = connection.getSchema();
            throw new JdbcStoreException("Cartable's tables are in the schema " + String.join(", ", elsewhere)
                    + ", and the connection's current schema is " + current + ", which has none; nothing was written."
                    + " State the schema: " + elsewhere.get(0) + " to go on with those tables, or " + current
                    + " to begin with new ones (cartable.schema, --schema or JdbcStores.Builder.schema)");
        }
        return names;
    }

    private void requireSchema(String stated) throws SQLException {
        String folded = Relations.folded(connection.getMetaData(), stated);
        List<String> there = new ArrayList<>();
        try (ResultSet row = connection.getMetaData().getSchemas()) {
            while (row.next()) {
                String name = row.getString("TABLE_SCHEM");
                if (name.equals(folded)) {
                    return;
                }
                if (!name.startsWith("pg_") && !name.equalsIgnoreCase("information_schema")) {
                    there.add(name);
                }
            }
        }
        throw new JdbcStoreException("the schema " + stated + " does not exist in this database; nothing was written."
                + " Create it with CREATE SCHEMA " + stated + ", or state one of " + String.join(", ", there)
                + " (cartable.schema, --schema or JdbcStores.Builder.schema)");
    }
}
