package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cartable.Cartable;
import dev.cartable.Stores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.notice.DispatchNotices;
import dev.cartable.notice.DispatchSettings;
import dev.cartable.notice.SettleReceipts;
import dev.cartable.notice.http.GatewayReceipts;
import dev.cartable.notice.http.GatewaySettings;
import dev.cartable.notice.http.HttpGatewayCourier;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeFilter;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.Leases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Short messages from the queue to the receipt: two nodes on one PostgreSQL, one gateway, one budget. The gateway notes each message that it
 * takes, whatever it answers then; that is compared with what the history says.
 */
class SmsOnTwoNodesTest {
    private static final Kind KIND = Kind.of("library.overdue");
    private static final ZoneId CONAKRY = ZoneId.of("Africa/Conakry");
    private static final Instant START = Instant.parse("2026-11-28T08:00:00Z");
    private static final int BUDGET = 20;

    private static HikariDataSource pool;
    private static JdbcFixture fixture;

    private final Gateway gateway = new Gateway();
    private final List<RenderedNotice> mails = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Instant now = START;
    private Stores stores;
    private List<Cartable> nodes;

    @BeforeAll
    static void openPool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.postgresql().dataSource());
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
        fixture = new JdbcFixture(pool);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    @BeforeEach
    void start() {
        stores = fixture.emptyStores();
        nodes = List.of(node(stores), node(stores));
    }

    @AfterEach
    void stop() {
        nodes.forEach(Cartable::close);
        gateway.close();
        threads.shutdownNow();
    }

    private Cartable node(Stores shared) {
        return Cartable.builder()
                .stores(shared)
                .zone(CONAKRY)
                .time(() -> now)
                .anyThread(true)
                .dispatch(new DispatchSettings(
                        Duration.ofSeconds(60), 3, List.of(), 5, Duration.ofMinutes(10), Duration.ofMinutes(15)))
                .courier(HttpGatewayCourier.of(gateway.settings(), () -> now))
                .courier(new Mail())
                .smsBudget(BUDGET)
                .fallbacks(Fallbacks.of(Channel.SMS, Channel.EMAIL))
                .noticeType(new Overdue())
                .renderer((kind, language, channel, variables) ->
                        new Renderer.Words("", "x".repeat(Integer.parseInt(variables.get("length"))), null))
                .build();
    }

    /** Segments that the gateway took on one day; what it took and did not confirm is said to be uncertain; nothing is taken twice. */
    @Test
    void aBudgetIsKeptAndNothingIsSentTwiceWhateverTheGatewayAnswers() {
        Trouble[] troubles = {
            Trouble.NONE,
            Trouble.ERROR_AFTERWARDS,
            Trouble.NONE,
            Trouble.TOO_MANY,
            Trouble.NONE,
            Trouble.HANG,
            Trouble.NONE,
            Trouble.BUSY
        };
        for (int i = 0; i < 48; i++) {
            gateway.troubles.put(number(i), troubles[i % troubles.length]);
            queue(i, i % 5 == 0 ? 200 : 20);
        }

        for (int round = 0; waiting() > 0; round++) {
            assertThat(round).as("the queue comes to an end").isLessThan(200);
            together(node -> nodes.get(node).notices().dispatch().drain());
            now = now.plus(Duration.ofMinutes(40));
        }

        gateway.segments.forEach((day, segments) ->
                assertThat(segments.get()).as("segments of " + day).isLessThanOrEqualTo(BUDGET));
        gateway.segments.forEach((day, segments) -> assertThat(segments.get())
                .as("what is counted for " + day)
                .isEqualTo(stores.smsBudget().used(day)));
        assertThat(gateway.taken)
                .allSatisfy(
                        (number, times) -> assertThat(times.get()).as(number).isEqualTo(1));
        Map<String, NoticeState> states = states(Channel.SMS);
        gateway.troubles.forEach((number, trouble) -> assertThat(states.get(number))
                .as(number + " " + trouble)
                .isEqualTo(
                        trouble == Trouble.ERROR_AFTERWARDS || trouble == Trouble.HANG
                                ? NoticeState.UNCERTAIN
                                : NoticeState.SENT));
        assertThat(gateway.taken).hasSize(48);
        assertThat(mails).as("nobody who may have got it gets it again").isEmpty();
    }

    @Test
    void receiptsThatComeEarlyLateTwiceOrNeverEndEachMessageOnce() {
        for (int i = 0; i < 15; i++) {
            queue(i, 20);
        }
        gateway.early = receipt -> post(0, receipt);
        together(node -> nodes.get(node).notices().dispatch().drain());
        gateway.early = null;

        receipts(5, "delivered", 5, 6); // together with what came before the answer: the first counts
        receipts(5, "failed", 7, 8);
        together(node -> settle(node));
        now = now.plus(Duration.ofDays(3)).plusSeconds(1);
        List<SettleReceipts.Report> late = together(node -> settle(node));
        assertThat(late.stream().mapToLong(SettleReceipts.Report::unconfirmed).sum())
                .isEqualTo(6);
        receipts(1, "delivered", 9, 10);
        receipts(1, "failed", 11);
        together(node -> settle(node));
        now = now.plus(Duration.ofDays(30));
        together(node -> settle(node));
        receipts(1, "delivered", 12);
        together(node -> settle(node));
        together(node -> nodes.get(node).notices().dispatch().drain());

        Map<String, NoticeState> states = states(Channel.SMS);
        expect(states, NoticeState.SENT, 0, 1, 2, 3, 4, 5, 6, 9, 10);
        expect(states, NoticeState.FAILED, 7, 8, 11);
        expect(states, NoticeState.UNCONFIRMED, 12, 13, 14);
        assertThat(mails)
                .as("the next channel, once for each message that did not arrive")
                .extracting(mail -> mail.recipient().id())
                .containsExactlyInAnyOrder("g7", "g8", "g11");
        assertThat(gateway.taken)
                .hasSize(15)
                .allSatisfy((number, times) -> assertThat(times.get()).isEqualTo(1));
    }

    @Test
    void aNodeThatDiedWhileItSentLeavesItsMessageUncertain() {
        queue(1, 20);
        Leases.Holder gone = new Leases.Holder(Leases.Holder.thisProcess().host(), 4_194_305L, 1);
        stores.unitOfWork().run(tx -> {
            List<Claimed> claimed = stores.outbox().claim(tx, Channel.SMS, 10, gone, Duration.ofMinutes(10), now);
            stores.outbox().sending(tx, claimed, Duration.ofMinutes(10));
        });

        together(node -> nodes.get(node).notices().dispatch().drain());

        assertThat(states(Channel.SMS)).containsValue(NoticeState.UNCERTAIN).hasSize(1);
        assertThat(gateway.taken).isEmpty();
        assertThat(mails).isEmpty();
    }

    /** A gateway that answers nothing to be understood may take all and charge for it: three messages are uncertain, and no more. */
    @Test
    void aGatewayOfWhichNothingIsKnownIsLeftAlone() {
        for (int i = 0; i < 40; i++) {
            gateway.troubles.put(number(i), Trouble.ERROR_AFTERWARDS);
            queue(i, 20);
        }

        List<DispatchNotices.Report> reports =
                together(node -> nodes.get(node).notices().dispatch().drain());

        assertThat(gateway.taken.size()).isLessThanOrEqualTo(2 * (3 + gateway.connections));
        assertThat(reports.stream().flatMap(report -> report.halts().stream()))
                .allSatisfy(halt -> assertThat(halt.reason()).contains("HTTP 500"))
                .isNotEmpty();
        assertThat(waiting()).isGreaterThan(20);
    }

    private SettleReceipts.Report settle(int node) {
        return nodes.get(node).notices().receipts().settle(() -> false);
    }

    /** Each receipt is posted to both nodes, so many times. */
    private void receipts(int times, String status, int... people) {
        for (int person : people) {
            for (int i = 0; i < times; i++) {
                String body = "{\"id\":\"" + Gateway.id(number(person)) + "\",\"status\":\"" + status + "\"}";
                together(node -> {
                    post(node, body);
                    return node;
                });
            }
        }
    }

    private void post(int node, String body) {
        GatewayReceipts receipts = GatewayReceipts.of(gateway.settings()).orElseThrow();
        receipts.read(body, now)
                .receipts()
                .forEach(receipt -> nodes.get(node).notices().receipts().receive(receipt));
    }

    private static void expect(Map<String, NoticeState> states, NoticeState state, int... people) {
        for (int person : people) {
            assertThat(states.get(number(person))).as("person " + person).isEqualTo(state);
        }
    }

    private Map<String, NoticeState> states(Channel channel) {
        try (var history = stores.outbox().history(NoticeFilter.all())) {
            return history.filter(entry -> entry.notice().channel().equals(channel))
                    .collect(Collectors.toMap(entry -> entry.notice().address().value(), Notice.Entry::state));
        }
    }

    private long waiting() {
        Map<NoticeState, Long> counts = stores.outbox().counts();
        return counts.getOrDefault(NoticeState.QUEUED, 0L) + counts.getOrDefault(NoticeState.SENDING, 0L);
    }

    private static String number(int person) {
        return "+22462012%04d".formatted(person);
    }

    private void queue(int person, int length) {
        Notice notice = Notice.draft(KIND, new Subject("loan", "l" + person), now.minusSeconds(60))
                .variables(Map.of("length", String.valueOf(length)))
                .to(
                        new Recipient("guardian", "g" + person),
                        Channel.SMS,
                        new PhoneNumber(number(person)),
                        Locale.FRENCH);
        stores.unitOfWork().run(tx -> stores.outbox().add(tx, List.of(notice)));
    }

    private <R> List<R> together(IntFunction<R> work) {
        CountDownLatch both = new CountDownLatch(nodes.size());
        List<Future<R>> running = IntStream.range(0, nodes.size())
                .mapToObj(node -> threads.submit(() -> {
                    both.countDown();
                    both.await();
                    return work.apply(node);
                }))
                .toList();
        List<R> results = new ArrayList<>();
        for (Future<R> one : running) {
            try {
                results.add(one.get(60, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new AssertionError("a node has failed: " + e.getCause(), e);
            }
        }
        return results;
    }

    /** What the gateway does with a message to one number. */
    private enum Trouble {
        NONE,
        /** Takes it, and answers with 500. */
        ERROR_AFTERWARDS,
        /** Takes it, and does not answer in time. */
        HANG,
        /** Takes none of the first two, because there are too many. */
        TOO_MANY,
        /** Takes not the first one: the number may be tried later. */
        BUSY
    }

    private final class Gateway {
        final int connections = 3;
        final Map<String, Trouble> troubles = new TreeMap<>();
        final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
        final Map<LocalDate, AtomicInteger> segments = new ConcurrentHashMap<>();
        final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        private final CountDownLatch end = new CountDownLatch(1);
        private final ExecutorService lines = Executors.newCachedThreadPool();
        private final HttpServer server;
        volatile @Nullable Consumer<String> early;

        Gateway() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            server.setExecutor(lines);
            server.createContext("/send", this::answer);
            server.start();
        }

        GatewaySettings settings() {
            return GatewaySettings.builder(
                            "http://localhost:" + server.getAddress().getPort() + "/send")
                    .allowPrivateAddresses()
                    .body("{\"to\":\"{to}\",\"text\":\"{text}\"}")
                    .id("/id")
                    .status("/status", "queued")
                    .later("busy")
                    .receipts("", "/id", "/status", Set.of("delivered"), Set.of("failed"), "")
                    .timeout(Duration.ofSeconds(1))
                    .connections(connections)
                    .build();
        }

        static String id(String number) {
            return "m-" + number.substring(1);
        }

        private void answer(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String number = body.replaceAll("(?s).*\"to\":\"([^\"]+)\".*", "$1");
            int length = body.replaceAll("[^x]", "").length() - 1; // "text" has one, too
            int times =
                    asked.computeIfAbsent(number, any -> new AtomicInteger()).incrementAndGet();
            Trouble trouble = troubles.getOrDefault(number, Trouble.NONE);
            if (trouble == Trouble.TOO_MANY && times <= 2) {
                exchange.getResponseHeaders().add("Retry-After", "60");
                write(exchange, 429, "{}");
                return;
            }
            if (trouble == Trouble.BUSY && times == 1) {
                write(exchange, 200, "{\"status\":\"busy\"}");
                return;
            }
            taken.computeIfAbsent(number, any -> new AtomicInteger()).incrementAndGet();
            segments.computeIfAbsent(LocalDate.ofInstant(now, CONAKRY), any -> new AtomicInteger())
                    .addAndGet(length > 160 ? 2 : 1);
            if (trouble == Trouble.HANG) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return;
            }
            if (trouble == Trouble.ERROR_AFTERWARDS) {
                write(exchange, 500, "{}");
                return;
            }
            Consumer<String> receiver = early;
            if (receiver != null && Integer.parseInt(number.substring(number.length() - 4)) < 5) {
                receiver.accept("{\"id\":\"" + id(number) + "\",\"status\":\"delivered\"}");
            }
            write(exchange, 200, "{\"id\":\"" + id(number) + "\",\"status\":\"queued\"}");
        }

        private static void write(HttpExchange exchange, int status, String answer) throws IOException {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        void close() {
            end.countDown();
            server.stop(0);
            lines.shutdownNow();
        }
    }

    /** Everybody has a telephone and an address. */
    private static final class Overdue implements NoticeType {
        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Set<String> variables() {
            return Set.of("length");
        }

        @Override
        public Map<String, String> sample(Locale language) {
            return Map.of("length", "20");
        }

        @Override
        public WhenUncertain whenUncertain() {
            return WhenUncertain.SEND_AGAIN;
        }

        @Override
        public Verdict check(Notice notice) {
            return new Verdict.Send(
                    Map.of(),
                    notice.channel().equals(Channel.EMAIL)
                            ? EmailAddress.of(notice.recipient().id() + "@example.org")
                            : notice.address());
        }
    }

    private final class Mail implements Courier {
        @Override
        public Channel channel() {
            return Channel.EMAIL;
        }

        @Override
        public Reach reach() {
            return Reach.NOBODY;
        }

        @Override
        public Delivery deliver(RenderedNotice notice) {
            mails.add(notice);
            return new Delivery.Sent("250");
        }

        @Override
        public void release() {}
    }
}
