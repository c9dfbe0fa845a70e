package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.jdbc.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables are found where they were created, whatever becomes of the search path. */
class SchemaFinderTest {
    @Test
    void aSchemaAtTheHeadOfTheSearchPathGetsNoSecondSetOfTables() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        JdbcStores before = open(database.dataSource());
        before.unitOfWork().run(tx -> before.tombstones().add(tx, "kept", Instant.EPOCH));
        execute(database, "CREATE SCHEMA postgres"); // "$user" is at the head of the default path.

        JdbcStores after = open(database.dataSource());

        assertThat(after.tombstones().among(Set.of("kept"))).containsExactly("kept");
        assertThat(schemas(database)).containsExactly("public");
    }

    @ParameterizedTest
    @EnumSource
    void tablesInASchemaThatLeftTheSearchPathAreNotCreatedAgain(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        open(database.dataSource());
        execute(database, "CREATE SCHEMA other");
        DataSource elsewhere = in(database, "other", kind);

        assertThatExceptionOfType(JdbcStoreException.class)
                .isThrownBy(() -> open(elsewhere))
                .withMessageContaining("State the schema");

        assertThat(schemas(database)).hasSize(1);
        JdbcStores.builder(elsewhere)
                .schemaMode(SchemaMode.MIGRATE)
                .schema("other")
                .build();
        assertThat(schemas(database)).as("as stated").hasSize(2);
        assertThat(open(elsewhere).schema().isCurrent()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aSchemaThatDoesNotExistIsNamed(TestDatabase.Kind kind) {
        DataSource source = kind.fresh().dataSource();
        for (SchemaMode mode : SchemaMode.values()) {
            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> JdbcStores.builder(source)
                            .schemaMode(mode)
                            .schema("ecolle")
                            .build())
                    .withMessageContaining("the schema ecolle does not exist")
                    .withMessageContaining("state one of");
        }
    }

    private static JdbcStores open(DataSource source) {
        return JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build();
    }

    private static List<String> schemas(TestDatabase database) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Connection connection = database.connect();
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT table_schema FROM information_schema.tables"
                                + " WHERE LOWER(table_name) = 'cartable_account'")) {
            while (row.next()) {
                schemas.add(row.getString(1));
            }
        }
        return schemas;
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A data source whose connections are in another schema, as a host's settings may have it. */
    private static DataSource in(TestDatabase database, String schema, TestDatabase.Kind kind) {
        return (DataSource) Proxy.newProxyInstance(
                SchemaFinderTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                    try {
                        Object result = method.invoke(database.dataSource(), args);
                        if (result instanceof Connection connection) {
                            connection.setSchema(kind == TestDatabase.Kind.H2 ? "OTHER" : schema);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
