package dev.cartable.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.internal.pace.Pace;
import dev.cartable.internal.pace.Pace.Sleeper;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox over several connections at once. */
@Timeout(60)
class LinesTest {
    private final QueuedMails mails = new QueuedMails();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();
    private final Sleeper sleeper = duration -> {
        slept.add(duration);
        mails.pass(duration);
    };

    /** Lets nobody name a recipient before all connections are there. */
    private static final class Meeting implements ScriptedServer.Script {
        private final CountDownLatch present;
        private final Set<Integer> seen = ConcurrentHashMap.newKeySet();
        private final ScriptedServer.Script then;

        Meeting(int connections, ScriptedServer.Script then) {
            this.present = new CountDownLatch(connections);
            this.then = then;
        }

        @Override
        public @Nullable String answer(int connection, String command) {
            if (command.startsWith("RCPT")) {
                if (seen.add(connection)) {
                    present.countDown();
                }
                await(() -> present.getCount() == 0);
            }
            return then.answer(connection, command);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private JakartaMailCourier courier(ScriptedServer server, int connections, int perConnection, int perMinute) {
        SmtpSettings settings = QueuedMails.settings(server)
                .connections(connections)
                .messagesPerConnection(perConnection)
                .messagesPerMinute(perMinute)
                .build();
        return new JakartaMailCourier(settings, mails, sleeper);
    }

    private DispatchNotices.Report drain(JakartaMailCourier courier) {
        return mails.drain(
                courier,
                new DispatchSettings(
                        Duration.ofSeconds(60), 3, List.of(), 3, Duration.ofMinutes(10), Duration.ofMinutes(15)));
    }

    private List<Notice.Entry> all() {
        try (Stream<Notice.Entry> history = mails.outbox().history(NoticeFilter.all())) {
            return history.toList();
        }
    }

    private static List<String> said(ScriptedServer server, String verb) {
        return server.commands().stream()
                .filter(command -> command.startsWith(verb))
                .toList();
    }

    private static List<String> header(ScriptedServer server, String name) {
        return server.messages().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + ":"))
                .toList();
    }

    private static void assertEachOnce(ScriptedServer server, int count) {
        assertThat(server.messages()).hasSize(count);
        assertThat(header(server, "Message-ID")).hasSize(count).doesNotHaveDuplicates();
        assertThat(header(server, "To")).hasSize(count).doesNotHaveDuplicates().noneMatch(to -> to.contains(","));
    }

    @Test
    void sendEachMessageOnceToOneRecipientAndSayGoodbye() throws IOException {
        mails.queue(40);
        try (ScriptedServer server = new ScriptedServer(new Meeting(3, (connection, command) -> null));
                JakartaMailCourier courier = courier(server, 3, 100, 0)) {
            assertThat(drain(courier).sent()).isEqualTo(40);

            assertEachOnce(server, 40);
            assertThat(said(server, "RCPT")).hasSize(40).doesNotHaveDuplicates();
            assertThat(said(server, "MAIL")).hasSize(40);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(said(server, "QUIT")).hasSize(3);
            await(() -> server.open() == 0);
            assertThat(mails.outbox().counts()).isEqualTo(Map.of(NoticeState.SENT, 40L));
        }
    }

    @Test
    void eachKeepToItsOwnCap() throws IOException {
        mails.queue(24);
        Map<Integer, Integer> messages = new ConcurrentHashMap<>();
        try (ScriptedServer server = new ScriptedServer(new Meeting(2, (connection, command) -> {
                    if (command.startsWith("RCPT")) {
                        messages.merge(connection, 1, Integer::sum);
                    }
                    return null;
                }));
                JakartaMailCourier courier = courier(server, 2, 4, 0)) {
            drain(courier);

            assertEachOnce(server, 24);
            assertThat(messages.values()).allMatch(count -> count <= 4);
            await(() -> server.open() == 0);
        }
    }

    @Test
    void allPauseWhereOneHearsThatTheServerShutsDown() throws IOException {
        mails.queue(12);
        Set<Integer> told = ConcurrentHashMap.newKeySet();
        CountDownLatch otherSends = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(new Meeting(2, (connection, command) -> {
                    if (connection == 3 && command.equals(ScriptedServer.GREETING)) {
                        return "421 shutting down";
                    }
                    if (!command.startsWith("MAIL") || connection > 2 || told.add(connection)) {
                        return null;
                    }
                    if (connection == 1) {
                        await(() -> otherSends.getCount() == 0);
                        return "421 shutting down";
                    }
                    otherSends.countDown();
                    await(() -> mails.outbox()
                            .paused(Channel.EMAIL, mails.instant())
                            .isPresent());
                    return null;
                }));
                JakartaMailCourier courier = courier(server, 2, 100, 0)) {
            DispatchNotices.Report report = drain(courier);

            assertThat(report.sent()).isEqualTo(3);
            assertThat(report.halts()).hasSize(1);
            assertEachOnce(server, 3);
            assertThat(all())
                    .filteredOn(entry -> entry.state() == NoticeState.QUEUED)
                    .hasSize(9)
                    .allMatch(entry -> entry.attempts() == 0);
            await(() -> server.open() == 0);

            mails.pass(Duration.ofSeconds(301));
            assertThat(drain(courier).sent()).isEqualTo(9);
            assertEachOnce(server, 12);
            assertThat(all()).allMatch(entry -> entry.attempts() == 1);
        }
    }

    @Test
    void shareOnePace() throws IOException {
        mails.queue(12);
        try (ScriptedServer server = new ScriptedServer(new Meeting(3, (connection, command) -> null));
                JakartaMailCourier courier = courier(server, 3, 100, 20)) {
            assertThat(drain(courier).sent()).isEqualTo(12);

            assertThat(server.connections()).isEqualTo(3);
            assertThat(slept).hasSize(11).containsOnly(Duration.ofSeconds(3));
        }
    }

    @Test
    void waitOneAfterTheOtherForTheirTurns() throws Exception {
        List<Thread> lines = new CopyOnWriteArrayList<>();
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Pace pace = new Pace(20, mails, duration -> {
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            await(() -> most.get() > 1
                    || lines.stream()
                            .filter(line -> line != Thread.currentThread())
                            .allMatch(line -> line.getState() == Thread.State.WAITING
                                    || line.getState() == Thread.State.TERMINATED));
            sleeper.sleep(duration);
            waiting.decrementAndGet();
        });
        pace.await();
        for (int line = 0; line < 2; line++) {
            lines.add(new Thread(() -> {
                try {
                    pace.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        lines.forEach(Thread::start);
        for (Thread line : lines) {
            line.join();
        }

        assertThat(most).hasValue(1);
        assertThat(slept).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void goOnWhereOneBreaks() throws IOException {
        mails.queue(12);
        Set<String> broken = ConcurrentHashMap.newKeySet();
        try (ScriptedServer server = new ScriptedServer(new Meeting(
                        2,
                        (connection, command) -> connection == 2 && command.startsWith("RCPT") && broken.add(command)
                                ? ScriptedServer.HANG_UP
                                : null));
                JakartaMailCourier courier = courier(server, 2, 100, 0)) {
            DispatchNotices.Report report = drain(courier);

            assertThat(report.sent()).isEqualTo(11);
            assertThat(report.retried()).isEqualTo(1);
            assertThat(report.halts()).isEmpty();
            await(() -> server.open() == 0);

            mails.pass(Duration.ofSeconds(61));
            assertThat(drain(courier).sent()).isEqualTo(1);
            assertEachOnce(server, 12);
        }
    }

    @Test
    void areNoMoreThanTheConnectionsHoweverManyThreadsSend() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("nothing", "");
                JakartaMailCourier courier = courier(server, 2, 100, 0)) {
            List<Thread> threads = IntStream.range(0, 6)
                    .mapToObj(number -> new Thread(() -> courier.deliver(Notices.notice(number))))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(server.messages()).hasSize(6);
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }
}
