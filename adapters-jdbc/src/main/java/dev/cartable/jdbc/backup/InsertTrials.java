package dev.cartable.jdbc.backup;

import static dev.cartable.jdbc.backup.Catalog.quote;

import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inserts a row into each table of a database that numbers a column by itself. The row is a copy of another one, or empty, so the rules of
 * the table about other columns are dropped before. What was done is rolled back where the database can roll back a changed table;
 * elsewhere the database is a copy that is thrown away.
 */
abstract class InsertTrials {
    /** A number is taken, or there is none: PostgreSQL's states, and what H2 says otherwise. */
    private static final Set<String> NO_NUMBER = Set.of("23505", "2200H", "22003", "90006");

    private final Connection connection;
    private final boolean rollsBack;

    /** @param rollsBack whether a transaction can take back a changed table */
    InsertTrials(Connection connection, boolean rollsBack) {
        this.connection = connection;
        this.rollsBack = rollsBack;
    }

    /**
     * A table with a column that the database numbers.
     *
     * @param numbered those columns
     * @param others the columns that a row can be given
     * @param required those of the others that must not be null
     */
    record NumberedTable(
            String schema, String name, List<String> numbered, List<String> others, List<String> required) {
        private NumberedTable(String schema, String name) {
            this(schema, name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        String quoted() {
            return quote(schema) + "." + quote(name);
        }
    }

    /** The statements that drop the rules about other columns than those that the database numbers, and its triggers. */
    abstract List<String> relaxing(Connection connection, NumberedTable table) throws SQLException;

    /** Tries each table. */
    final List<InsertTrial> run() throws SQLException {
        List<InsertTrial> trials = new ArrayList<>();
        connection.setAutoCommit(!rollsBack);
        for (NumberedTable table : tables()) {
            Outcome outcome = attempt(table);
            table.numbered()
                    .forEach(column -> trials.add(
                            new InsertTrial(Catalog.key(table.schema(), table.name()) + "." + column, outcome)));
        }
        return trials;
    }

    private List<NumberedTable> tables() throws SQLException {
        Map<String, NumberedTable> tables = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT c.table_schema, c.table_name, c.column_name, c.is_identity, c.column_default, c.is_generated, c.is_nullable
                        FROM information_schema.columns c JOIN information_schema.tables t
                          ON t.table_schema = c.table_schema AND t.table_name = c.table_name
                        WHERE t.table_type = 'BASE TABLE' AND LOWER(c.table_schema) NOT IN ('information_schema', 'pg_catalog')
                        ORDER BY 1, 2, c.ordinal_position""")) {
            while (row.next()) {
                NumberedTable table = tables.computeIfAbsent(
                        quote(row.getString(1)) + "." + quote(row.getString(2)), key -> newTable(row));
                String column = row.getString(3);
                String value = row.getString(5);
                if ("YES".equals(row.getString(4))
                        || (value != null && (value.startsWith("nextval(") || value.startsWith("NEXT VALUE FOR")))) {
                    table.numbered().add(column);
                } else if (!"ALWAYS".equals(row.getString(6))) {
                    table.others().add(column);
                    if ("NO".equals(row.getString(7))) {
                        table.required().add(column);
                    }
                }
            }
        }
        return tables.values().stream()
                .filter(table -> !table.numbered().isEmpty())
                .toList();
    }

    private static NumberedTable newTable(ResultSet row) {
        try {
            return new NumberedTable(row.getString(1), row.getString(2));
        } catch (SQLException e) {
            throw dev.cartable.jdbc.sql.Failures.of(e);
        }
    }

    private Outcome attempt(NumberedTable table) throws SQLException {
        Savepoint before = rollsBack ? connection.setSavepoint() : null;
        try (Statement statement = connection.createStatement()) {
            for (String sql : relaxing(connection, table)) {
                statement.execute(sql);
            }
            statement.execute(insert(table, statement));
            return Outcome.INSERTED;
        } catch (SQLException e) {
            return NO_NUMBER.contains(String.valueOf(e.getSQLState())) ? Outcome.REFUSED : Outcome.NOT_TRIED;
        } finally {
            if (before != null) {
                connection.rollback(before);
            }
        }
    }

    private static String insert(NumberedTable table, Statement statement) throws SQLException {
        boolean isEmpty;
        try (ResultSet row = statement.executeQuery("SELECT 1 FROM " + table.quoted() + " LIMIT 1")) {
            isEmpty = !row.next();
        }
        if (isEmpty) {
            for (String column : table.required()) {
                statement.execute(
                        "ALTER TABLE " + table.quoted() + " ALTER COLUMN " + quote(column) + " DROP NOT NULL");
            }
        }
        if (isEmpty || table.others().isEmpty()) {
            return "INSERT INTO " + table.quoted() + " DEFAULT VALUES";
        }
        String columns = table.others().stream().map(Catalog::quote).collect(Collectors.joining(", "));
        return "INSERT INTO " + table.quoted() + " (" + columns + ") SELECT " + columns + " FROM " + table.quoted()
                + " LIMIT 1";
    }

    /** The statements that drop what a query names in its first column, of the objects that concern no numbered column. */
    static List<String> statements(Connection connection, String query, NumberedTable table) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (var select = connection.prepareStatement(query)) {
            select.setString(1, table.schema());
            select.setString(2, table.name());
            select.setArray(
                    3, connection.createArrayOf("varchar", table.numbered().toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    statements.add(row.getString(1));
                }
            }
        }
        return statements;
    }
}
