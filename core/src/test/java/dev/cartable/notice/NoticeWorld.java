package dev.cartable.notice;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.internal.AnswerLinks;
import dev.cartable.notice.internal.MailThreads;
import dev.cartable.notice.internal.UnsubscribeLinks;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Fallbacks;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.SendingMode;
import dev.cartable.notice.model.Subject;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.DispatchListener;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.work.InstanceGuard.State;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A school that sends e-mail, in memory. */
final class NoticeWorld {
    static final Instant START = Instant.parse("2026-03-03T07:00:00Z");

    /** A kind that is sent again when nobody knows. */
    static final String AGAIN = "test.again";

    /** A kind that is not. */
    static final String ONCE = "test.once";

    /** A kind that can wait. */
    static final String PATIENT = "test.patient";

    final SettableClock clock = new SettableClock(START);
    final InMemoryStores stores = new InMemoryStores(clock);
    final ScriptedCourier mail = new ScriptedCourier(Channel.EMAIL);
    final List<Courier> couriers = new ArrayList<>(List.of(mail));
    final ScriptedNoticeType again = new ScriptedNoticeType(AGAIN, WhenUncertain.SEND_AGAIN);
    final ScriptedNoticeType once = new ScriptedNoticeType(ONCE, WhenUncertain.LEAVE);
    final List<ScriptedNoticeType> types = new ArrayList<>(List.of(again, once, patient()));
    DispatchSettings settings = DispatchSettings.defaults();
    DispatchPreferences preferences = noPreferences();
    Renderer renderer = (kind, language, channel, variables) ->
            new Renderer.Words("About " + kind, "Token " + variables.get("token"), null);
    Fallbacks fallbacks = Fallbacks.NONE;
    SendingMode mode = SendingMode.everyone();
    DispatchListener listener = DispatchListener.NONE;

    /** Whether another instance uses the database. */
    State instance = new State.Unknown();

    /** Channels that only another node has a courier for. */
    final List<Channel> elsewhere = new ArrayList<>();

    /** What the limits of domains go by; it goes on only while a line waits. */
    final AtomicLong nanos = new AtomicLong();

    DomainGate.Timer timer = new DomainGate.Timer() {
        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public void sleep(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }
    };

    /** Whether each person has an address of another domain. */
    boolean domains;

    private int queued;

    private static ScriptedNoticeType patient() {
        ScriptedNoticeType type = new ScriptedNoticeType(PATIENT, WhenUncertain.LEAVE);
        type.canWait = true;
        return type;
    }

    /** For notices that people cannot decline and that wait for no quiet hours. */
    private static DispatchPreferences noPreferences() {
        return new DispatchPreferences(
                Preferences.NONE,
                PreferenceSettings.defaults(),
                new UnsubscribeLinks(null, null),
                AnswerLinks.disabled(),
                "",
                ZoneOffset.UTC,
                new MailThreads(null));
    }

    DispatchNotices dispatcher() {
        return dispatcher(stores.outbox());
    }

    DispatchNotices dispatcher(Outbox outbox) {
        return dispatcher(stores.unitOfWork(), outbox, true);
    }

    DispatchNotices dispatcher(UnitOfWork work, Outbox outbox, boolean anyThread) {
        NoticePreparer preparer = new NoticePreparer(types, renderer, preferences);
        Set<Channel> served = Stream.concat(couriers.stream().map(Courier::channel), elsewhere.stream())
                .collect(Collectors.toSet());
        FollowUp followUp = new FollowUp(fallbacks, served, preparer, outbox, tx -> {});
        return new DispatchNotices(
                new DispatchParts(
                        work, outbox, stores.receipts(), preparer, followUp, settings, clock, timer, listener),
                couriers,
                new SendingGate(mode, () -> instance, () -> instance),
                anyThread);
    }

    SettleReceipts receipts() {
        return new SettleReceipts(
                stores.unitOfWork(),
                stores.outbox(),
                stores.receipts(),
                dispatcher().followUp(),
                clock);
    }

    DispatchNotices.Report drain() {
        return dispatcher().drain();
    }

    NoticeId queue(String kind) {
        return queue(kind, Channel.EMAIL);
    }

    /** Queues a notice that is due now, after those queued before. */
    NoticeId queue(String kind, Channel channel) {
        Notice notice = notice(kind, channel);
        stores.unitOfWork().run(tx -> stores.outbox().add(tx, List.of(notice)));
        return notice.id();
    }

    /** A notice that is due now, after those made before. */
    Notice notice(String kind, Channel channel) {
        int number = ++queued;
        Instant queuedAt = clock.instant().minusSeconds(1).plusMillis(number);
        return Notice.draft(Kind.of(kind), new Subject("account", "a" + number), queuedAt)
                .variables(Map.of("who", "Awa"))
                .to(
                        new Recipient("guardian", "g" + number),
                        channel,
                        channel.address("g" + number + (domains ? "@d" + number + ".example" : "@example.org")),
                        Locale.FRENCH);
    }

    /** A second between attempts, and a minute for a pause and for a claim. */
    static DispatchSettings settings(int retries, int claimSize) {
        return new DispatchSettings(
                Duration.ofSeconds(1), retries, List.of(), claimSize, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    Notice.Entry entry(NoticeId id) {
        return stores.outbox().find(id).orElseThrow();
    }

    NoticeState state(NoticeId id) {
        return entry(id).state();
    }

    /** Another process takes everything, begins to send it and is never seen again. */
    void dieWhileSending() {
        dieWhileSending(Channel.EMAIL);
    }

    void dieWhileSending(Channel channel) {
        Leases.Holder gone = new Leases.Holder(Leases.Holder.thisProcess().host(), 4_194_305L, 1);
        stores.unitOfWork().run(tx -> {
            List<Claimed> claimed =
                    stores.outbox().claim(tx, channel, 10, gone, Duration.ofMinutes(10), clock.instant());
            stores.outbox().sending(tx, claimed, Duration.ofMinutes(10));
        });
    }
}
