package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.cli.SmtpServer.Mail;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.CommitDispatcher;
import dev.cartable.notice.model.NoticeState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are sent right after the commit that queued them, through a real database and a real conversation with a mail server. */
class CommitDispatchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private @Nullable Path folder;

    /** The message of each number, and when its transaction began. */
    private final Map<String, Long> begun = new ConcurrentHashMap<>();

    @OnEachDatabase
    void eachMessageArrivesOnceWithoutAnyOtherDispatch(TestDatabase.Kind kind) throws Exception {
        List<Mail> mails = arrived(kind, 60, 0);

        assertThat(mails).extracting(Mail::recipient).hasSize(60).doesNotHaveDuplicates();
    }

    /** 99.9 % within 10 s is what GOV.UK Notify publishes. */
    @Tag("systems")
    @ParameterizedTest
    @EnumSource
    void messagesArriveWithinSeconds(TestDatabase.Kind kind) throws Exception {
        List<Double> seconds = arrived(kind, 400, 20).stream()
                .map(mail -> (mail.nanos() - requireNonNull(begun.get(mail.recipient()))) / 1e9)
                .sorted()
                .toList();

        double median = percentile(seconds, 50);
        double slow = percentile(seconds, 99.9);
        System.out.printf(
                Locale.ROOT,
                "From commit to 250 on %s, %d messages at 20 a second: median %.3f s, 99 %% %.3f s, 99.9 %% %.3f s,"
                        + " longest %.3f s%n",
                kind,
                seconds.size(),
                median,
                percentile(seconds, 99),
                slow,
                seconds.get(seconds.size() - 1));
        assertThat(median).isLessThan(1);
        assertThat(slow).isLessThan(10);
    }

    private static double percentile(List<Double> sorted, double percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100) - 1);
    }

    /** Queues letters from two threads, each in a transaction of its own, and waits until all have arrived. */
    private List<Mail> arrived(TestDatabase.Kind kind, int letters, int perSecond) throws Exception {
        ExecutorService sending = Executors.newSingleThreadExecutor();
        try (HikariDataSource pool = pool(kind);
                SmtpServer server = new SmtpServer(0, (step, recipient) -> null)) {
            JdbcStores stores =
                    JdbcStores.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
            try (Cartable cartable = Letters.school(stores)
                            .courier(Letters.courier(server.port(), 2, 100))
                            .build();
                    CommitDispatcher dispatcher = cartable.notices().dispatchOnCommit(sending)) {
                assertThat(dispatcher).isNotNull();
                commit(cartable, stores, letters, perSecond);
                await(stores, letters);
            }
            return List.copyOf(server.mails());
        } finally {
            sending.shutdown();
        }
    }

    private void commit(Cartable cartable, JdbcStores stores, int letters, int perSecond) throws Exception {
        ScheduledExecutorService committing = Executors.newScheduledThreadPool(2);
        try {
            List<Future<?>> commits = new ArrayList<>();
            for (int i = 0; i < letters; i++) {
                int number = i;
                long millis = perSecond == 0 ? 0 : 1_000L * i / perSecond;
                commits.add(committing.schedule(() -> commit(cartable, stores, number), millis, TimeUnit.MILLISECONDS));
            }
            for (Future<?> commit : commits) {
                commit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            committing.shutdownNow();
        }
    }

    private void commit(Cartable cartable, JdbcStores stores, int number) {
        begun.put("p" + number, System.nanoTime());
        stores.unitOfWork().run(tx -> cartable.notices().queue(tx, List.of(Letters.to(number, Instant.now()))));
    }

    private static void await(JdbcStores stores, int letters) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!stores.outbox().counts().equals(Map.of(NoticeState.SENT, (long) letters))) {
            assertThat(System.nanoTime())
                    .as(
                            "waited for %s, and there are %s",
                            letters, stores.outbox().counts())
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private HikariDataSource pool(TestDatabase.Kind kind) {
        if (kind == TestDatabase.Kind.H2) {
            return Letters.pool("jdbc:h2:file:" + folder + "/school", "sa");
        }
        TestDatabase fresh = kind.fresh();
        return Letters.pool(fresh.url(), fresh.user());
    }
}
