package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.jdbc.database.ReadCommitted;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.EventId;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host's pool may hand out connections at any isolation level. */
class IsolationTest {
    private static final UserId JOHN = new UserId("john");
    private static final int THREADS = 6;
    private static final int ALLOWED = 3;

    private static HikariDataSource pool(TestDatabase database, String level) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(THREADS);
        pool.setMinimumIdle(1);
        pool.setTransactionIsolation("TRANSACTION_" + level);
        return pool;
    }

    private static Cartable school(JdbcStores stores) {
        Cartable cartable = Cartable.builder()
                .stores(stores)
                .zone(ZoneOffset.UTC)
                .time(() -> Instant.parse("2026-11-18T10:00:00Z"))
                .build();
        stores.unitOfWork()
                .run(tx -> stores.userStore().save(tx, List.of(new User(JOHN, "john", null, null, null, true))));
        var profile = cartable.quotas()
                .profiles()
                .add("Everybody", builder -> builder.sessions(new SessionRules(null, null, ALLOWED)));
        cartable.quotas().assign(Holder.DEFAULT, profile.id(), "test");
        return cartable;
    }

    private static Session.Key session(int number) {
        return new Session.Key(new NasId("nas" + number % 2), "s" + number, JOHN);
    }

    @ParameterizedTest
    @CsvSource({"H2,REPEATABLE_READ", "H2,SERIALIZABLE", "POSTGRESQL,REPEATABLE_READ", "POSTGRESQL,SERIALIZABLE"})
    void noMoreSessionsAreAdmittedThanAllowedAndConsumingDoesNotFail(TestDatabase.Kind kind, String level)
            throws Exception {
        TestDatabase database = kind.fresh();
        try (HikariDataSource pool = pool(database, level)) {
            JdbcStores stores =
                    JdbcStores.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
            Cartable school = school(stores);
            // From now on there are rows to lock, which no other transaction changes.
            assertThat(school.quotas().admit(session(THREADS))).isInstanceOf(Admission.Granted.class);
            assertThat(school.quotas().admit(session(THREADS + 1))).isInstanceOf(Admission.Granted.class);
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Callable<Boolean>> asked = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                asked.add(() -> {
                    start.await();
                    boolean granted = school.quotas().admit(session(number)) instanceof Admission.Granted;
                    school.quotas().consume(JOHN, new Traffic(0, 1), new EventId("e" + number));
                    return granted;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            int granted = 0;
            try {
                for (Future<Boolean> answer : threads.invokeAll(asked)) {
                    granted += answer.get() ? 1 : 0;
                }
            } finally {
                threads.shutdownNow();
            }

            assertThat(granted).isEqualTo(ALLOWED - 2);
            assertThat(stores.isolation()).isEqualTo(level.replace('_', ' '));
            try (Connection connection = pool.getConnection()) {
                assertThat(ReadCommitted.name(connection.getTransactionIsolation()))
                        .as("what the host gets")
                        .isEqualTo(level.replace('_', ' '));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"H2,SERIALIZABLE", "POSTGRESQL,REPEATABLE_READ"})
    void aTransactionOfAHigherLevelIsNotJoinedToAdmitASession(TestDatabase.Kind kind, String level)
            throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        school(stores);
        try (HikariDataSource pool = pool(database, level);
                Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            JdbcStores within = stores.join(connection);
            Cartable joined =
                    Cartable.builder().stores(within).zone(ZoneOffset.UTC).build();

            assertThatExceptionOfType(JdbcStoreException.class)
                    .as("that a server has started anew")
                    .isThrownBy(() ->
                            within.unitOfWork().run(tx -> within.sessions().lockServer(tx, new NasId("nas1"))))
                    .withMessageContaining("READ COMMITTED");
            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> joined.quotas().admit(session(1)))
                    .withMessageContaining("READ COMMITTED")
                    .withMessageContaining(level.replace('_', ' '));
            assertThat(joined.quotas().consume(JOHN, new Traffic(0, 1), new EventId("e")))
                    .as("what does not depend on the level is joined")
                    .isNotNull();
            connection.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource({"H2,REPEATABLE_READ", "H2,SERIALIZABLE", "POSTGRESQL,REPEATABLE_READ", "POSTGRESQL,SERIALIZABLE"})
    void noLimitIsPassedInATransactionThatSawTheRoomBeforeSomebodyElseTookIt(TestDatabase.Kind kind, String level)
            throws SQLException {
        TestDatabase database = kind.fresh();
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        Cartable school = school(stores);
        Profile daily =
                school.quotas().profiles().add("Jour", profile -> profile.atMost(Window.DAY, DataSize.ofBytes(100)));
        school.quotas().assign(Holder.of(JOHN), daily.id(), "test");
        school.quotas().consume(JOHN, new Traffic(0, 10), new EventId("opens"));
        try (HikariDataSource pool = pool(database, level);
                Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Cartable joined = Cartable.builder()
                    .stores(stores.join(connection))
                    .zone(ZoneOffset.UTC)
                    .time(() -> Instant.parse("2026-11-18T10:00:00Z"))
                    .build();
            joined.quotas().check(JOHN);
            school.quotas().consume(JOHN, new Traffic(0, 60), new EventId("other"));

            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> joined.quotas().consume(JOHN, new Traffic(0, 60), new EventId("ours")))
                    .withMessageContaining("nothing of this one was kept; try again");
            connection.rollback();
        }
    }
}
