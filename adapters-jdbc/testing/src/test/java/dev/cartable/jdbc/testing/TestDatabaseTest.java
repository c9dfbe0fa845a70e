package dev.cartable.jdbc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDatabaseTest {

    @ParameterizedTest
    @EnumSource
    void answers_a_query(TestDatabase.Kind kind) throws SQLException {
        try (var connection = kind.fresh().dataSource().getConnection();
                var rows = connection.createStatement().executeQuery("select 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void starts_empty_each_time(TestDatabase.Kind kind) throws SQLException {
        createTable(kind.fresh());
        createTable(kind.fresh());
    }

    private static void createTable(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table seen (id int)");
        }
    }
}
