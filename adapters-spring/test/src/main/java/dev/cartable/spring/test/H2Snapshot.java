package dev.cartable.spring.test;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contents of a test's own H2 database, as they were when they were first asked for. */
final class H2Snapshot {
    static final String USER = "sa";

    private final String url;
    private @Nullable List<String> script;

    /** @param url of a database that the test alone uses: all of it is dropped and made again */
    H2Snapshot(String url) {
        this.url = requireNonNull(url, "url");
    }

    /** Takes the snapshot when it is first called; from then on puts the database back to it. */
    synchronized void restore() {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            List<String> taken = script;
            if (taken == null) {
                script = script(statement);
                return;
            }
            statement.execute("DROP ALL OBJECTS");
            for (String line : taken) {
                statement.execute(line);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the test's database cannot be put back to what it was", e);
        }
    }

    private static List<String> script(Statement statement) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SCRIPT")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }
}
