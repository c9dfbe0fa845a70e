package dev.cartable.jdbc.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.backup.model.BackupException;
import dev.cartable.jdbc.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PgServerTest {
    @Test
    void aFullDiskOfTheServerIsNamed() throws SQLException {
        try (Connection connection = TestDatabase.postgresql().connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(
                            () -> statement.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file \"base/1/2\"'"
                                    + " USING ERRCODE = 'disk_full'; END $$"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(PgServer.failed(e))
                                    .hasMessageContaining("base/1/2")
                                    .extracting(BackupException::code)
                                    .isEqualTo("DATABASE_DISK_FULL"));
        }
    }

    /** A session with many temporary tables takes a while to end: it drops them first. */
    @Test
    void aSessionThatIsEndedHasEndedWhenThisReturns() throws SQLException {
        TestDatabase database = TestDatabase.postgresql();
        PgServer server = new PgServer(new PgDatabase(database.dataSource(), null, database.user(), "x", "cartable_"));
        try (Connection broken = database.connect();
                Statement statement = broken.createStatement()) {
            statement.execute("DO $$ BEGIN FOR i IN 1..1500 LOOP EXECUTE format('CREATE TEMP TABLE t%s (a text)', i);"
                    + " END LOOP; END $$");
            PgServer.Session session = PgServer.Session.of(broken);

            server.end(session);

            try (Connection other = database.connect()) {
                assertThat(Catalog.number(other, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session.pid()))
                        .isZero();
            }
        }
    }

    @Test
    void noSessionIsEndedAnyMoreOnceTheEndingOfSessionsIsClosed() throws Exception {
        TestDatabase database = TestDatabase.postgresql();
        PgServer server = new PgServer(new PgDatabase(database.dataSource(), null, database.user(), "x", "cartable_"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        PgServer.SessionKiller killer = server.new SessionKiller(connection -> {
            begun.countDown();
            await(go);
            ended.incrementAndGet();
        });
        await(begun);
        Thread closing = new Thread(() -> {
            killer.close();
            ended.addAndGet(10);
        });
        closing.start();
        closing.join(100);
        assertThat(ended).as("closed while it was ending sessions").hasValue(0);

        go.countDown();
        closing.join(60_000);

        assertThat(ended).hasValue(11);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
