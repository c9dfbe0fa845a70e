package dev.cartable.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows that a generation wrote, and the program that somebody would write by hand to insert just these: prepared
 * statements, batches, a commit for each chunk of guardians. It reads nothing, decides nothing and checks nothing.
 */
record GeneratedRows(List<Table> tables) {
    /** What a generation writes, each table in the order in which it was written as far as the rows show it. */
    private static final List<String> WRITTEN = List.of(
            "cartable_username",
            "cartable_account ORDER BY id",
            "cartable_account_pupil ORDER BY account_id, pupil_id",
            "cartable_activation ORDER BY account_id",
            "cartable_notice ORDER BY id",
            "cartable_outbox ORDER BY notice_id");

    /** The rows of one table; types as in {@link java.sql.Types}. */
    record Table(String name, List<String> columns, List<Integer> types, List<@Nullable Object[]> rows) {
        String insert() {
            return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES ("
                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        }

        /** Adds part {@code index} of {@code count} to the batch, and runs it. */
        void insertPart(PreparedStatement statement, int index, int count) throws SQLException {
            int from = (int) ((long) rows.size() * index / count);
            int to = (int) ((long) rows.size() * (index + 1) / count);
            for (@Nullable Object[] row : rows.subList(from, to)) {
                for (int i = 0; i < row.length; i++) {
                    Object value = row[i];
                    if (value == null) {
                        statement.setNull(i + 1, types.get(i));
                    } else {
                        statement.setObject(i + 1, value);
                    }
                }
                statement.addBatch();
            }
            if (from < to) {
                statement.executeBatch();
            }
        }
    }

    static GeneratedRows read(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String written : WRITTEN) {
            tables.add(read(connection, written));
        }
        return new GeneratedRows(tables);
    }

    private static Table read(Connection connection, String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + from)) {
            ResultSetMetaData metaData = row.getMetaData();
            List<String> columns = new ArrayList<>();
            List<Integer> types = new ArrayList<>();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                columns.add(metaData.getColumnName(i));
                types.add(metaData.getColumnType(i));
            }
            List<@Nullable Object[]> rows = new ArrayList<>();
            while (row.next()) {
                @Nullable Object[] values = new @Nullable Object[columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = row.getObject(i + 1);
                }
                rows.add(values);
            }
            return new Table(from.replaceAll(" .*", ""), columns, types, rows);
        }
    }

    int count() {
        return tables.stream().mapToInt(table -> table.rows().size()).sum();
    }

    /** Inserts all rows in so many transactions. */
    void insert(Connection connection, int transactions) throws SQLException {
        connection.setAutoCommit(false);
        List<PreparedStatement> statements = new ArrayList<>();
        try {
            for (Table table : tables) {
                statements.add(connection.prepareStatement(table.insert()));
            }
            for (int part = 0; part < transactions; part++) {
                for (int i = 0; i < tables.size(); i++) {
                    tables.get(i).insertPart(statements.get(i), part, transactions);
                }
                connection.commit();
            }
        } finally {
            for (PreparedStatement statement : statements) {
                statement.close();
            }
        }
    }
}
