package dev.cartable.jdbc;

import dev.cartable.Stores;
import dev.cartable.account.model.AccountId;
import dev.cartable.jdbc.dialect.Dialect;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.school.model.PupilId;
import dev.cartable.tck.StoreFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Stores whose tables are made once, under a prefix of their own, and emptied for each test. */
final class JdbcFixture implements StoreFixture<Stores> {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** H2 names no blocker where an insert meets a row that is not committed: it tries the statement again and again. */
    private static final String H2_BLOCKED = """
            SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
            WHERE BLOCKER_ID IS NOT NULL
                OR SESSION_ID <> SESSION_ID()
                    AND DATEDIFF(MILLISECOND, EXECUTING_STATEMENT_START, CURRENT_TIMESTAMP) > 50""";

    private static final String POSTGRESQL_BLOCKED = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'""";

    private final DataSource dataSource;
    private final Dialect dialect;
    private final String prefix = "t" + COUNTER.incrementAndGet() + "_";
    private final List<String> emptying = new ArrayList<>();

    JdbcFixture(DataSource dataSource) {
        this.dataSource = dataSource;
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialects.of(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Stores emptyStores() {
        if (emptying.isEmpty()) {
            Stores made = stores(SchemaMode.MIGRATE);
            tables().forEach(table -> emptying.add("DELETE FROM " + table));
            return made;
        }
        execute(String.join(";", emptying));
        return stores(SchemaMode.NEVER);
    }

    private Stores stores(SchemaMode mode) {
        return JdbcStores.builder(dataSource).prefix(prefix).schemaMode(mode).build();
    }

    private List<String> tables() {
        List<String> tables = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                var row = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), null, new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (row.next()) {
                String table = row.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
                if (table.startsWith(prefix) && !table.endsWith("schema_history")) {
                    tables.add(table);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return tables;
    }

    @Override
    public boolean isBlocked(Thread thread) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(dialect.embedded() ? H2_BLOCKED : POSTGRESQL_BLOCKED)) {
            return row.next() && row.getInt(1) > 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Moves the ends of leases and claims instead of waiting for them. */
    @Override
    public void letPass(Duration time) {
        execute("UPDATE " + prefix + "lease SET until_at = until_at - INTERVAL '" + time.toMillis() / 1000.0
                + "' SECOND");
        execute("UPDATE " + prefix + "outbox SET leased_until = leased_until - INTERVAL '" + time.toMillis() / 1000.0
                + "' SECOND");
    }

    private void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Optional<Map<PupilId, Instant>> endedLinks(AccountId account) {
        Map<PupilId, Instant> ended = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                var query = connection.prepareStatement("SELECT pupil_id, ended_at FROM " + prefix
                        + "account_pupil WHERE account_id = ? AND ended_at IS NOT NULL")) {
            query.setObject(1, account.value());
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    ended.put(
                            new PupilId(row.getString(1)),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return Optional.of(ended);
    }

    /** Asks the database which tables there are, so that one that is added later is searched too. */
    @Override
    public Optional<Map<String, List<String>>> cells() {
        Map<String, List<String>> cells = new TreeMap<>();
        try (Connection connection = dataSource.getConnection()) {
            for (String table : tables()) {
                try (var rows = connection.createStatement().executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            String name = table.substring(prefix.length()) + "."
                                    + rows.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT);
                            cells.computeIfAbsent(name, column -> new ArrayList<>())
                                    .add(String.valueOf(rows.getString(i)));
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return Optional.of(cells);
    }
}
