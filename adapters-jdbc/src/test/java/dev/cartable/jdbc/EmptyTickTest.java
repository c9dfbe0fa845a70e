package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.jdbc.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tick costs that has nothing to do, as nearly all ticks. */
class EmptyTickTest {
    private static final int MOST = 3;
    private static final Instant START = Instant.parse("2026-09-01T08:02:00Z");

    private final List<String> statements = new ArrayList<>();
    private Instant now = START;

    @Test
    void aTickWithNothingToDoExecutesThreeStatementsAtMostOnPostgresql() {
        tick(TestDatabase.postgresql().dataSource());
    }

    @Test
    void aTickWithNothingToDoExecutesThreeStatementsAtMostOnAnH2File(@TempDir Path folder) {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL("jdbc:h2:file:" + folder.resolve("school") + ";DB_CLOSE_DELAY=10");
        file.setUser("sa");
        file.setPassword("");
        tick(file);
    }

    private void tick(DataSource database) {
        JdbcStores.builder(database).schemaMode(SchemaMode.MIGRATE).build();
        Cartable school = Cartable.builder()
                .stores(JdbcStores.builder(proxy(DataSource.class, database, ""))
                        .schemaMode(SchemaMode.NEVER)
                        .build())
                .zone(ZoneOffset.UTC)
                .time(() -> now)
                .build();
        school.tasks().tick();

        for (int minute = 1; minute <= 2; minute++) {
            statements.clear();
            now = START.plus(Duration.ofMinutes(minute));
            assertThat(school.tasks().tick()).isEmpty();

            assertThat(statements).isNotEmpty().hasSizeLessThanOrEqualTo(MOST);
        }
    }

    /** Notes each statement that is executed. */
    private <T> T proxy(Class<T> type, T real, String sql) {
        return type.cast(Proxy.newProxyInstance(
                EmptyTickTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    if (method.getName().startsWith("execute")) {
                        statements.add(args == null ? sql : String.valueOf(args[0]));
                    }
                    Object result;
                    try {
                        result = method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (result instanceof Connection connection) {
                        return real instanceof DataSource ? proxy(Connection.class, connection, "") : result;
                    }
                    if (result instanceof PreparedStatement statement && args != null) {
                        return proxy(PreparedStatement.class, statement, String.valueOf(args[0]));
                    }
                    return result instanceof Statement statement && real instanceof Connection
                            ? proxy(Statement.class, statement, "")
                            : result;
                }));
    }
}
