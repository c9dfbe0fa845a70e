package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.work.Leases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionsTest {
    @ParameterizedTest
    @EnumSource
    void aPoolWithoutAutoCommitCommitsAndRollsBackAllTheSame(TestDatabase.Kind kind) {
        TestDatabase database = kind.fresh();
        try (HikariDataSource pool = poolWithoutAutoCommit(database)) {
            JdbcStores stores = open(pool);
            stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "kept", Instant.EPOCH));
            assertThatThrownBy(() -> stores.unitOfWork().run(tx -> {
                        stores.tombstones().add(tx, "undone", Instant.EPOCH);
                        throw new IllegalStateException("undo");
                    }))
                    .hasMessage("undo");
            stores.leases().acquire("run", Leases.Holder.thisProcess(), Duration.ofMinutes(1));

            JdbcStores others = open(database.dataSource());
            assertThat(keys(others)).containsExactly("kept");
            assertThat(others.leases().holder("run")).isPresent();
            try (var families = stores.roster().families()) {
                assertThat(families).isEmpty();
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    /** Pools that put the level back themselves would hide it, and H2's does not. */
    @Test
    void aConnectionIsGivenBackAtTheLevelThatItCameAt() throws SQLException {
        TestDatabase database = TestDatabase.h2();
        JdbcConnectionPool pool = JdbcConnectionPool.create(database.url(), database.user(), database.password());
        pool.setMaxConnections(2);
        try {
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                other.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
            JdbcStores stores = open(pool);
            stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "kept", Instant.EPOCH));

            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(one.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(other.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            }
        } finally {
            pool.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJoinedConnectionIsCommittedByItsOwner(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = open(database.dataSource());
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            JdbcStores joined = stores.join(connection);
            joined.unitOfWork().run(tx -> joined.tombstones().add(tx, "kept", Instant.EPOCH));

            assertThat(joined.unitOfWork().joins()).isTrue();
            assertThat(keys(joined)).as("seen inside").containsExactly("kept");
            assertThat(keys(stores)).as("not yet outside").isEmpty();
            connection.commit();
            assertThat(keys(stores)).containsExactly("kept");

            joined.unitOfWork().run(tx -> joined.tombstones().add(tx, "undone", Instant.EPOCH));
            connection.rollback();
            assertThat(keys(stores)).containsExactly("kept");
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatCommitsEachStatementIsNotJoined(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = open(database.dataSource());
        try (Connection connection = database.connect()) {
            JdbcStores joined = stores.join(connection);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() ->
                            joined.unitOfWork().run(tx -> joined.tombstones().add(tx, "x", Instant.EPOCH)))
                    .withMessageContaining("setAutoCommit(false)");
        }
        assertThat(keys(stores)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDuplicateDoesNotAbortTheHostsTransaction(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = open(database.dataSource());
        stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "known", Instant.EPOCH));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            JdbcStores joined = stores.join(connection);
            joined.unitOfWork().run(tx -> joined.tombstones().add(tx, "known", Instant.EPOCH));
            joined.unitOfWork().run(tx -> joined.tombstones().add(tx, "new", Instant.EPOCH));
            connection.commit();
        }
        assertThat(keys(stores)).containsExactlyInAnyOrder("known", "new");
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionOfOtherTablesIsRefused(TestDatabase.Kind kind) {
        TestDatabase database = kind.fresh();
        JdbcStores stores = open(database.dataSource());
        JdbcStores others = JdbcStores.builder(database.dataSource())
                .prefix("other_")
                .schemaMode(SchemaMode.MIGRATE)
                .build();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() ->
                        others.unitOfWork().run(tx -> stores.tombstones().add(tx, "x", Instant.EPOCH)));
        assertThat(keys(stores)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aHostsTransactionManagerDecides(TestDatabase.Kind kind) {
        TestDatabase database = kind.fresh();
        HostTransactions host = new HostTransactions(database);
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .transactions(host)
                .build();
        JdbcStores outside = open(database.dataSource());

        host.transaction(true, () -> {
            assertThat(stores.unitOfWork().joins()).isTrue();
            stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "kept", Instant.EPOCH));
            assertThat(keys(stores)).containsExactly("kept");
            assertThat(keys(outside)).isEmpty();
            stores.leases().acquire("run", Leases.Holder.thisProcess(), Duration.ofMinutes(1));
            assertThat(outside.leases().holder("run"))
                    .as("a lease does not wait for the host")
                    .isPresent();
        });
        host.transaction(
                false, () -> stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "undone", Instant.EPOCH)));
        assertThat(stores.unitOfWork().joins()).isFalse();
        stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "own", Instant.EPOCH));

        assertThat(keys(outside)).containsExactlyInAnyOrder("kept", "own");
    }

    @ParameterizedTest
    @EnumSource
    void anActionRunsAfterTheHostsCommitAndNotAfterItsRollback(TestDatabase.Kind kind) {
        TestDatabase database = kind.fresh();
        HostTransactions host = new HostTransactions(database);
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .transactions(host)
                .build();
        List<String> ran = new ArrayList<>();

        host.transaction(true, () -> {
            stores.unitOfWork().run(tx -> {
                tx.afterCommit(() -> ran.add("committed"));
                stores.unitOfWork().run(inner -> inner.afterCommit(() -> ran.add("committed inside")));
            });
            assertThatThrownBy(() -> stores.unitOfWork().run(tx -> {
                        tx.afterCommit(() -> ran.add("failed"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(ran).isEmpty();
        });
        host.transaction(false, () -> stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("undone"))));
        stores.unitOfWork().run(tx -> tx.afterCommit(() -> ran.add("own")));

        assertThat(ran).containsExactly("committed", "committed inside", "own");
    }

    @ParameterizedTest
    @EnumSource
    void noActionRunsWhereTheCallerCommitsTheConnection(TestDatabase.Kind kind) throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = open(database.dataSource());
        List<String> ran = new ArrayList<>();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            JdbcStores joined = stores.join(connection);
            joined.unitOfWork().run(tx -> {
                joined.tombstones().add(tx, "kept", Instant.EPOCH);
                tx.afterCommit(() -> ran.add("at an unknown time"));
            });
            connection.commit();
        }
        stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "own", Instant.EPOCH));

        assertThat(keys(stores)).containsExactlyInAnyOrder("kept", "own");
        assertThat(ran).isEmpty();
    }

    private static JdbcStores open(javax.sql.DataSource dataSource) {
        return JdbcStores.builder(dataSource).schemaMode(SchemaMode.MIGRATE).build();
    }

    private static Set<String> keys(JdbcStores stores) {
        return stores.tombstones().among(List.of("kept", "undone", "own", "known", "new", "x"));
    }

    private static HikariDataSource poolWithoutAutoCommit(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    /** What a framework does: a connection bound to the thread, committed or rolled back by whoever began. */
    private static final class HostTransactions implements Transactions {
        private final TestDatabase database;
        private final Transactions own;

        @SuppressWarnings("ThreadLocalUsage") // One for each test.
        private final ThreadLocal<@Nullable Connection> bound = new ThreadLocal<>();

        private final List<Runnable> onCommit = new ArrayList<>();

        HostTransactions(TestDatabase database) {
            this.database = database;
            this.own = Transactions.of(database.dataSource());
        }

        void transaction(boolean commit, Runnable work) {
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                bound.set(connection);
                work.run();
                if (commit) {
                    connection.commit();
                    onCommit.forEach(Runnable::run);
                } else {
                    connection.rollback();
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            } finally {
                bound.remove();
                onCommit.clear();
            }
        }

        @Override
        public void afterHostCommit(Runnable action) {
            onCommit.add(action);
        }

        @Override
        public <R> R call(Function<? super Connection, ? extends R> work) {
            Connection connection = bound.get();
            return connection == null ? own.<R>call(work) : work.apply(connection);
        }

        @Override
        public <R> R read(Function<? super Connection, ? extends R> work) {
            Connection connection = bound.get();
            return connection == null ? own.<R>read(work) : work.apply(connection);
        }

        @Override
        public boolean joins() {
            return bound.get() != null;
        }
    }
}
