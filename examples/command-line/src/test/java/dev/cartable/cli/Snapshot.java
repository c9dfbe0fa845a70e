package dev.cartable.cli;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/** Every row and every definition in a database, as text. */
final class Snapshot {
    private Snapshot() {}

    static List<String> of(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("H2")
                    ? lines(connection, "SCRIPT NOPASSWORDS")
                    : postgresql(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> postgresql(Connection connection) throws SQLException {
        List<String> all = new ArrayList<>(lines(
                connection,
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '')"
                        + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"));
        all.addAll(lines(connection, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"));
        for (String table :
                lines(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
            for (String row : lines(connection, "SELECT t::text FROM " + table + " t ORDER BY 1")) {
                all.add(table + row);
            }
        }
        return all;
    }

    private static List<String> lines(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return Collections.unmodifiableList(lines);
        }
    }
}
