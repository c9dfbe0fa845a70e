package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartable.jdbc.database.Database;
import dev.cartable.jdbc.database.Retries;
import dev.cartable.jdbc.database.WriteThrough;
import dev.cartable.jdbc.dialect.Dialects;
import dev.cartable.jdbc.sql.Names;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.work.Tx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transaction of Cartable's own that others are in the way of is tried again; one whose outcome is unknown is not. */
class RetriesTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger actions = new AtomicInteger();

    private static Database database(DataSource source, Retries retries) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE n (id INTEGER PRIMARY KEY, runs INTEGER)");
            statement.execute("INSERT INTO n VALUES (1, 0), (2, 0)");
            return new Database(
                    null,
                    source,
                    new WriteThrough(source, false),
                    retries,
                    Dialects.of(connection),
                    new Names("cartable_", null));
        }
    }

    private static int plusOne(Handle handle, int id) {
        return handle.createUpdate("UPDATE n SET runs = runs + 1 WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static int read(DataSource source, int id) throws SQLException {
        try (Connection connection = source.getConnection();
                var row = connection.createStatement().executeQuery("SELECT runs FROM n WHERE id = " + id)) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoThatBlockEachOtherAreBothDone(TestDatabase.Kind kind) throws Exception {
        DataSource source = kind.fresh().dataSource();
        Database database = database(source, new Retries(Retries.ATTEMPTS));
        CountDownLatch both = new CountDownLatch(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (var done :
                    threads.invokeAll(List.of(crossing(database, both, 1, 2), crossing(database, both, 2, 1)))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(read(source, 1)).isEqualTo(2);
        assertThat(read(source, 2)).isEqualTo(2);
        assertThat(runs.get()).as("one was undone").isGreaterThan(2);
        assertThat(actions.get()).as("actions of commits").isEqualTo(2);
    }

    private Callable<Boolean> crossing(Database database, CountDownLatch both, int first, int second) {
        return () -> database.<Boolean>call(tx -> {
            runs.incrementAndGet();
            tx.afterCommit(actions::incrementAndGet);
            database.write(tx, handle -> plusOne(handle, first));
            both.countDown();
            await(both);
            database.write(tx, handle -> plusOne(handle, second));
            return true;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLockThatIsNotGivenInTimeIsAskedForAgain(TestDatabase.Kind kind) throws Exception {
        DataSource source = kind.fresh().dataSource();
        try (Connection blocker = source.getConnection()) {
            Database database = database(source, new Retries(3, attempts -> {
                assertThat(attempts).isEqualTo(1);
                commit(blocker);
            }));
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE n SET runs = 10 WHERE id = 1");

            database.run(tx -> impatient(database, kind, tx));
        }
        assertThat(read(source, 1)).isEqualTo(11);
        assertThat(runs.get()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void itIsTriedSoOftenAndNoMore(TestDatabase.Kind kind) throws Exception {
        DataSource source = kind.fresh().dataSource();
        AtomicInteger pauses = new AtomicInteger();
        try (Connection blocker = source.getConnection()) {
            Database database = database(source, new Retries(3, attempts -> pauses.incrementAndGet()));
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE n SET runs = 10 WHERE id = 1");

            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> database.run(tx -> impatient(database, kind, tx)))
                    .withMessageContaining("Another transaction was in the way");
            blocker.rollback();
        }
        assertThat(runs.get()).isEqualTo(3);
        assertThat(pauses.get()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aJoinedTransactionIsNotRepeated(TestDatabase.Kind kind) throws Exception {
        DataSource source = kind.fresh().dataSource();
        try (Connection blocker = source.getConnection();
                Connection host = source.getConnection()) {
            Database database = database(source, new Retries(3, attempts -> {})).joining(host);
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE n SET runs = 10 WHERE id = 1");
            host.setAutoCommit(false);

            assertThatExceptionOfType(JdbcStoreException.class)
                    .isThrownBy(() -> database.run(tx -> impatient(database, kind, tx)));
            blocker.rollback();
            host.rollback();
        }
        assertThat(runs.get()).isEqualTo(1);
    }

    private void impatient(Database database, TestDatabase.Kind kind, Tx tx) {
        runs.incrementAndGet();
        database.write(tx, handle -> {
            handle.execute(kind == TestDatabase.Kind.H2 ? "SET LOCK_TIMEOUT 1" : "SET LOCAL lock_timeout = '1ms'");
            return plusOne(handle, 1);
        });
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWhoseLineBreaksIsReportedAsUnknownAndNotRepeated(TestDatabase.Kind kind) throws Exception {
        DataSource source = kind.fresh().dataSource();
        JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build();
        JdbcStores stores = JdbcStores.builder(breakingAfterCommit(source))
                .schemaMode(SchemaMode.NEVER)
                .build();

        UnknownOutcomeException unknown = catchThrowableOfType(
                UnknownOutcomeException.class,
                () -> stores.unitOfWork().run(tx -> {
                    runs.incrementAndGet();
                    tx.afterCommit(actions::incrementAndGet);
                    stores.tombstones().add(tx, "kept", Instant.EPOCH);
                }));

        assertThat(unknown).hasMessageContaining("cannot be known").hasMessageNotContaining("Nothing");
        assertThat(unknown.sqlState()).isEqualTo("08006");
        assertThat(runs.get()).isEqualTo(1);
        assertThat(actions.get()).isZero();
        assertThat(stores.tombstones().among(List.of("kept"))).containsExactly("kept");
    }

    /** The server commits, and the answer does not arrive. */
    private static DataSource breakingAfterCommit(DataSource source) {
        return (DataSource) proxy(DataSource.class, source, (name, result) -> {
            return name.equals("getConnection")
                    ? proxy(Connection.class, result, (called, answer) -> {
                        if (called.equals("commit")) {
                            throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
                        }
                        return answer;
                    })
                    : result;
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCommittedStaysCommittedThoughTheConnectionBreaksAsItIsGivenBack(TestDatabase.Kind kind)
            throws Exception {
        DataSource source = kind.fresh().dataSource();
        JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build();
        JdbcStores stores = JdbcStores.builder(breakingAtClose(source))
                .schemaMode(SchemaMode.NEVER)
                .build();

        stores.unitOfWork().run(tx -> stores.tombstones().add(tx, "kept", Instant.EPOCH));

        assertThat(stores.tombstones().among(List.of("kept"))).containsExactly("kept");
    }

    /** The server is gone when a connection is given back after a commit. */
    private static DataSource breakingAtClose(DataSource source) {
        return (DataSource) proxy(DataSource.class, source, (name, result) -> {
            AtomicBoolean committed = new AtomicBoolean();
            return name.equals("getConnection")
                    ? proxy(Connection.class, result, (called, answer) -> {
                        committed.compareAndSet(false, called.equals("commit"));
                        if (called.equals("close") && committed.get()) {
                            throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
                        }
                        return answer;
                    })
                    : result;
        });
    }

    private interface Answer {
        Object of(String method, Object result) throws SQLException;
    }

    private static Object proxy(Class<?> type, Object target, Answer answer) {
        return Proxy.newProxyInstance(
                RetriesTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    try {
                        return answer.of(method.getName(), method.invoke(target, args));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
