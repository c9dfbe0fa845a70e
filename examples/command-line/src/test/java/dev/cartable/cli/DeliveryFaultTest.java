package dev.cartable.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.cli.SmtpServer.Mail;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.RestartablePostgres;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mail server and the database do to messages under way, and what becomes of them. */
class DeliveryFaultTest {
    private static final Instant START = Instant.parse("2026-03-03T07:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final int CONNECTIONS = 2;

    @TempDir
    private @Nullable Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private static JdbcStores stores(DataSource database) {
        return JdbcStores.builder(database).schemaMode(SchemaMode.MIGRATE).build();
    }

    private Cartable school(JdbcStores stores, int port, DispatchSettings settings) {
        return Letters.school(stores)
                .courier(Letters.courier(port, CONNECTIONS, 100))
                .dispatch(settings)
                .time(now::get)
                .build();
    }

    @OnEachDatabase
    void aMailServerThatIsDownForTenMinutesCostsNoMessageAndNoAttempt(TestDatabase.Kind kind) throws IOException {
        JdbcStores stores = stores(kind.fresh().dataSource());
        SmtpServer down = new SmtpServer(0, (step, recipient) -> null);
        int port = down.port();
        down.close();
        Letters.queue(stores, 0, 20, START);
        try (Cartable cartable = school(stores, port, DispatchSettings.defaults())) {
            for (int minute = 0; minute < 10; minute++) {
                assertThat(cartable.notices().dispatch().drain().sent()).isZero();
                now.updateAndGet(time -> time.plus(TICK));
            }
            Instant up = now.get();
            try (SmtpServer server = new SmtpServer(port, (step, recipient) -> null)) {
                while (cartable.notices().dispatch().drain().sent() == 0) {
                    now.updateAndGet(time -> time.plus(TICK));
                    assertThat(Duration.between(up, now.get())).isLessThan(Duration.ofMinutes(20));
                }
                assertThat(server.mails())
                        .extracting(Mail::recipient)
                        .hasSize(20)
                        .doesNotHaveDuplicates();
            }
        }
        try (Stream<Notice.Entry> all = stores.outbox().history(NoticeFilter.all())) {
            assertThat(all).hasSize(20).allSatisfy(letter -> {
                assertThat(letter.state()).isEqualTo(NoticeState.SENT);
                assertThat(letter.attempts()).isEqualTo(1);
            });
        }
    }

    @Test
    void refusedRecipientsAreNotTriedAgainAndDelayNobody() throws IOException {
        refuseSome(500);
    }

    @Tag("systems")
    @Test
    void manyRefusedRecipientsAreNotTriedAgainAndDelayNobody() throws IOException {
        refuseSome(10_000);
    }

    /** A tenth is refused for good, a tenth for now; the time is what the server has been asked. */
    private void refuseSome(int letters) throws IOException {
        Map<String, Mail> undisturbed;
        try (SmtpServer server = new SmtpServer(0, (step, recipient) -> null)) {
            undisturbed = sent(letters, server, 1);
        }
        Set<String> greylisted = new HashSet<>();
        try (SmtpServer server = new SmtpServer(0, (step, recipient) -> refusal(step, recipient, greylisted))) {
            Map<String, Mail> mails = sent(letters, server, 2);

            assertThat(mails).as("all but those refused for good").hasSize(letters * 9 / 10);
            Map<String, Long> asked =
                    server.asked().stream().collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            assertThat(asked).hasSize(letters);
            asked.forEach((name, times) -> assertThat(times)
                    .as("how often the server was asked for %s", name)
                    .isEqualTo(name.endsWith("1") ? 2 : 1));
            mails.values().stream()
                    .filter(mail -> !mail.recipient().endsWith("1"))
                    .forEach(mail -> assertThat(mail.steps())
                            .as("when %s was served", mail.recipient())
                            .isLessThanOrEqualTo(2
                                    * requireNonNull(undisturbed.get(mail.recipient()))
                                            .steps()));
        }
    }

    private static @Nullable String refusal(String step, String recipient, Set<String> greylisted) {
        if (!step.equals("RCPT")) {
            return null;
        }
        if (recipient.endsWith("0")) {
            return "550 5.1.1 no such user";
        }
        synchronized (greylisted) {
            return recipient.endsWith("1") && greylisted.add(recipient) ? "451 4.7.1 come back later" : null;
        }
    }

    private Map<String, Mail> sent(int letters, SmtpServer server, int ticks) {
        TestDatabase database = TestDatabase.postgresql();
        try (HikariDataSource pool = Letters.pool(database.url(), database.user())) {
            sent(stores(pool), letters, server, ticks);
        }
        return server.mails().stream().collect(Collectors.toMap(Mail::recipient, mail -> mail));
    }

    private void sent(JdbcStores stores, int letters, SmtpServer server, int ticks) {
        now.set(START);
        Letters.queue(stores, 0, letters, START);
        try (Cartable cartable = school(stores, server.port(), DispatchSettings.defaults())) {
            for (int tick = 0; tick < ticks; tick++) {
                cartable.notices().dispatch().drain();
                now.updateAndGet(time -> time.plus(TICK));
            }
        }
        assertThat(stores.outbox().counts())
                .isEqualTo(
                        ticks == 1
                                ? Map.of(NoticeState.SENT, (long) letters)
                                : Map.of(NoticeState.SENT, letters * 9L / 10, NoticeState.FAILED, letters / 10L));
    }

    @Test
    void twoRestartsOfTheDatabaseLoseNoMessage() throws Exception {
        restart(2, 1_000);
    }

    @Tag("systems")
    @Test
    void twentyRestartsOfTheDatabaseLoseNoMessage() throws Exception {
        restart(20, 10_000);
    }

    /** The process that sends goes on by itself at the next tick; what it had begun is taken up again when its claim has run out. */
    private void restart(int restarts, int letters) throws Exception {
        DispatchSettings settings = new DispatchSettings(
                Duration.ofSeconds(60), 3, List.of(), 50, Duration.ofSeconds(1), Duration.ofMinutes(15));
        int inTheMiddle = 0;
        try (RestartablePostgres database = RestartablePostgres.start(requireNonNull(folder));
                HikariDataSource pool = Letters.pool(database.url(), "postgres");
                SmtpServer server = new SmtpServer(0, (step, recipient) -> null)) {
            JdbcStores stores = stores(pool);
            Letters.queue(stores, 0, letters, START);
            try (Cartable cartable = school(stores, server.port(), settings)) {
                FutureTask<Integer> sending = new FutureTask<>(() -> tick(cartable, stores, letters));
                Thread thread = new Thread(sending, "ticks");
                thread.start();
                for (int restart = 1; restart <= restarts; restart++) {
                    int before = (restart * letters) / (restarts + 2);
                    while (server.mails().size() < before && thread.isAlive()) {
                        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                    }
                    inTheMiddle += server.mails().size() < letters ? 1 : 0;
                    database.restart();
                }
                assertThat(sending.get()).as("ticks that failed").isPositive();
            }
            assertThat(inTheMiddle).as("restarts during a drain").isEqualTo(restarts);
            assertThat(stores.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, (long) letters));
            Map<String, Set<String>> received = new HashMap<>();
            server.mails()
                    .forEach(mail -> received.computeIfAbsent(mail.recipient(), name -> new HashSet<>())
                            .add(mail.messageId()));
            assertThat(received)
                    .hasSize(letters)
                    .allSatisfy((name, ids) -> assertThat(ids).hasSize(1));
            assertThat(server.mails().size() - letters)
                    .as("messages that came twice")
                    .isLessThanOrEqualTo(restarts * CONNECTIONS);
        }
    }

    /** Ticks as a scheduler would, one after the other. Returns how many failed. */
    private static int tick(Cartable cartable, JdbcStores stores, int letters) {
        int failed = 0;
        while (true) {
            try {
                DispatchNotices.Report report = cartable.notices().dispatch().drain();
                if (report.isClean() && stores.outbox().counts().equals(Map.of(NoticeState.SENT, (long) letters))) {
                    return failed;
                }
            } catch (RuntimeException e) {
                failed++;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
