package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.DispatchNotices.Report.Problem;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.Counts;
import dev.cartable.work.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that sends what is queued. Any number of nodes may do so at once; in one process, calls run one after the
 * other, each on as many {@linkplain Courier#maxConnections connections} side by side as the channel's courier has, or on the caller's thread
 * alone. Safe for use by several threads.
 *
 * <p>A notice is checked for being still true, put into words and handed to its channel's courier, all outside a
 * transaction. What a crash can leave in doubt is one notice for each line. It is sent again under the same Message-ID if its kind allows it and
 * its courier {@linkplain Courier#recognisesRepeats recognises repeats}, and left {@code UNCERTAIN} otherwise,
 * or when its attempts are used up.
 */
public final class DispatchNotices {
    /** How often a dispatch that waits for another one looks whether its own time is over. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final DispatchParts parts;
    private final Map<Channel, Courier> couriers;

    /** Kept from one call to the next: a server that still refuses after a pause costs one more recipient an attempt, not three. */
    private final Map<Channel, RefusalStreak> refusals = new TreeMap<>();

    private final Map<Channel, DomainGate> domains = new TreeMap<>();
    private final SendingGate gate;
    private final boolean anyThread;
    private final ReentrantLock oneRound = new ReentrantLock(true);

    /**
     * @param couriers one for each channel at most; notices of a channel without one stay queued
     * @param gate whether notices may leave now, and by which couriers
     * @param anyThread whether store, types and couriers may be used on other threads than the caller's; if not, there is one line
     */
    DispatchNotices(DispatchParts parts, Collection<? extends Courier> couriers, SendingGate gate, boolean anyThread) {
        this.parts = requireNonNull(parts, "parts");
        DispatchSettings settings = parts.settings();
        this.couriers = new TreeMap<>();
        for (Courier courier : gate.couriers(List.copyOf(couriers))) {
            refusals.put(courier.channel(), new RefusalStreak());
            domains.put(
                    courier.channel(), new DomainGate(settings.domainLimits(), settings.claimSize(), parts.timer()));
            if (this.couriers.put(courier.channel(), courier) != null) {
                throw new IllegalArgumentException("two couriers serve " + courier.channel() + "; leave one");
            }
            if (courier.maxConnections() < 1) {
                throw new IllegalArgumentException("the courier for " + courier.channel() + " has "
                        + courier.maxConnections() + " connections, not at least 1");
            }
        }
        this.gate = gate;
        this.anyThread = anyThread;
    }

    NoticePreparer preparer() {
        return parts.preparer();
    }

    /** What is done about the notices that failed. */
    FollowUp followUp() {
        return parts.followUp();
    }

    /**
     * Sends everything that is due now, each notice once at most. An interrupt ends sending after the notices under way, one
     * for each line. If a line breaks off, its exception is thrown when the others have ended too.
     *
     * <p>The first line is the calling thread; where other threads are allowed, a courier with more lines has a daemon thread for
     * each other one, until all have ended.
     *
     * @throws IllegalStateException if called inside another transaction
     */
    public Report drain() {
        return drain(Instant.MAX);
    }

    /**
     * As {@link #drain()}, until an instant by the clock of {@code CartableBuilder.time}: from then on no notice is claimed or
     * begun. Those under way are finished, one for each line, and what was claimed beside them is put back untried. Where another
     * dispatch of this process is under way all the time, nothing is done.
     */
    public Report drain(Instant until) {
        requireNonNull(until, "until");
        return drain(() -> !parts.now().isBefore(until), true);
    }

    /**
     * As {@link #drain(Instant)}, until a condition holds.
     *
     * @param over looked at before each notice, by each line
     */
    public Report drain(BooleanSupplier over) {
        return drain(requireNonNull(over, "over"), true);
    }

    /**
     * As {@link #drain(BooleanSupplier)}.
     *
     * @param over looked at before each notice, by each line
     * @param releases whether connections are released; if not, {@link #release} follows
     */
    Report drain(BooleanSupplier over, boolean releases) {
        parts.work().requireOwn("sending notices");
        if (!begins(over)) {
            return new DispatchCounter().report();
        }
        try {
            DispatchCounter counter = new DispatchCounter();
            Instant start = parts.now();
            SendingGate.Pass pass = gate.pass();
            Optional<Silence> silence = pass.silence(start);
            if (silence.isPresent()) {
                counter.silent(silence.get());
                return counter.report();
            }
            couriers.values().forEach(courier -> drain(courier, pass, start, over, releases, counter));
            if (gate.only().isPresent()) {
                return counter.report();
            }
            parts.outbox().waitingChannels().stream()
                    .filter(channel -> !channel.equals(Channel.LETTER)) // a person prints them
                    .filter(channel -> !couriers.containsKey(channel) && !over.getAsBoolean())
                    .sorted()
                    .forEach(channel -> reportWaiting(channel, start, counter));
            return counter.report();
        } finally {
            oneRound.unlock();
        }
    }

    /** Waits until no other dispatch of this process is under way. Returns whether this one may begin, before it is over or interrupted. */
    private boolean begins(BooleanSupplier over) {
        try {
            while (!over.getAsBoolean()) {
                if (oneRound.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Releases the connections that {@link #drain(BooleanSupplier, boolean)} has left open. */
    void release() {
        oneRound.lock();
        try {
            couriers.values().forEach(Courier::release);
        } finally {
            oneRound.unlock();
        }
    }

    /** Ends the pauses of all channels and domains, as after their settings were corrected: the next {@link #drain} tries each at once. */
    public void resume() {
        Instant now = parts.now();
        parts.work().run(tx -> {
            for (Channel channel : couriers.keySet()) {
                parts.outbox().pause(tx, channel, now, "resumed by hand");
                parts.outbox()
                        .resumeDomains(
                                tx,
                                channel,
                                parts.outbox().pausedDomains(channel).stream()
                                        .map(Outbox.DomainPause::domain)
                                        .toList());
            }
        });
    }

    private void drain(
            Courier courier,
            SendingGate.Pass pass,
            Instant start,
            BooleanSupplier over,
            boolean releases,
            DispatchCounter counter) {
        StopSignal stop = new StopSignal(over);
        RefusalStreak run = requireNonNull(refusals.get(courier.channel()));
        DomainGate gate = requireNonNull(domains.get(courier.channel()));
        GroupCommit commits =
                new GroupCommit(parts.work(), parts.outbox(), parts.settings().lease());
        List<OutcomeWriter> writers = Stream.generate(() -> new OutcomeWriter(parts, commits, start))
                .limit(1L + (anyThread ? courier.maxConnections() : 1))
                .toList();
        ExecutorService beside = anyThread && courier.preparesDelivery() ? besides(courier) : null;
        try (ClaimQueue queue = new ClaimQueue(parts, courier, pass, stop, start, writers.get(0), gate)) {
            List<DispatchLine> lines = writers.stream()
                    .skip(1)
                    .map(outcomes ->
                            new DispatchLine(queue, parts.preparer(), courier, stop, run, outcomes, gate, beside))
                    .toList();
            send(lines, courier, stop, releases);
        } finally {
            if (beside != null) {
                beside.shutdown();
            }
        }
        writers.forEach(outcomes -> counter.add(outcomes.counter()));
    }

    /** Writes beside the lines: a thread for each of them at most. */
    private static ExecutorService besides(Courier courier) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name(courier) + "-beginning");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static String name(Courier courier) {
        return "cartable-dispatch-" + courier.channel().name().toLowerCase(Locale.ROOT);
    }

    private static void send(List<DispatchLine> lines, Courier courier, StopSignal stop, boolean releases) {
        try {
            new ParallelLines(name(courier), stop).run(lines);
        } finally {
            if (releases) {
                courier.release();
            }
        }
    }

    /** Another node may have a courier for the channel, so its notices are left as they are. */
    private void reportWaiting(Channel channel, Instant start, DispatchCounter counter) {
        String reason = NoticeReason.NO_COURIER.with(channel);
        boolean waiting = parts.work().<Boolean>call(tx -> {
            List<Claimed> first = parts.outbox()
                    .claim(
                            tx,
                            channel,
                            1,
                            Leases.Holder.thisProcess(),
                            parts.settings().lease(),
                            start);
            first.stream()
                    .flatMap(claimed -> claimed.all().stream())
                    .forEach(claimed ->
                            parts.outbox().putBack(tx, claimed, claimed.notice().dueAt(), reason, false));
            return !first.isEmpty();
        });
        if (waiting) {
            counter.halt(channel, reason, null);
        }
    }

    /** As {@link #sendTest(String, int)}, for everything that is queued. */
    public TestReport sendTest(String address) {
        return sendTest(address, Integer.MAX_VALUE);
    }

    /**
     * Sends what is queued for e-mail to one address instead, with made-up values in place of secrets, so that people can
     * see what would go out. The subjects are marked, and each mail has a Message-ID of its own. Nothing is marked as sent,
     * nothing is written, and no real link or password is shown.
     *
     * @param address where all of it goes
     * @param max how many at most, newest first
     * @throws IllegalArgumentException if the address cannot be used, or another one is the only address that e-mail may go to
     */
    public TestReport sendTest(String address, int max) {
        EmailAddress to = EmailAddress.of(address);
        gate.only().filter(only -> !only.equals(to)).ifPresent(only -> {
            throw new IllegalArgumentException(
                    "all e-mail goes to " + only.value() + ", because the setting speak says so");
        });
        Optional<Silence> silence = gate.look();
        if (silence.isPresent()) {
            return new TestReport(0, 0, 0, List.of(), silence.get().detail());
        }
        Courier courier = couriers.get(Channel.EMAIL);
        if (courier == null) {
            throw new IllegalStateException("no courier serves EMAIL, so no test mail can be sent");
        }
        parts.work().requireOwn("a test delivery");
        oneRound.lock();
        try {
            return new TestDelivery(parts.outbox(), parts.preparer(), parts.clock(), courier).run(to, max);
        } finally {
            courier.release();
            oneRound.unlock();
        }
    }

    /**
     * The result of a test delivery.
     *
     * @param handed how many mails the courier has taken
     * @param notHanded how many it has not, or could not be put into words; real ones would fare the same
     * @param skipped how many wait for other channels
     * @param problems the first {@value Report#MOST_PROBLEMS} that were not handed over, and why
     * @param stopped why it ended early; empty if it did not
     */
    public record TestReport(long handed, long notHanded, long skipped, List<Problem> problems, String stopped) {
        public TestReport {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Why nothing may leave this process.
     *
     * @param detail the reason as a sentence, in English
     */
    public record Silence(Reason reason, String detail) {
        public Silence {
            requireNonNull(reason, "reason");
            requireNonNull(detail, "detail");
        }

        /** Why nothing may leave. */
        public enum Reason {
            /** The {@linkplain dev.cartable.notice.model.SendingMode setting} says that nothing is sent. */
            SPEAK_OFF,
            /** Two instances have this database, and no person has decided yet which one speaks. */
            INSTANCE_HELD,
            /** A person has decided that another instance speaks. */
            INSTANCE_SILENT
        }
    }

    /**
     * What became of the notices that were due in one dispatch.
     *
     * @param sent taken by their channel
     * @param retried put back for a later attempt
     * @param failed given up, or refused by the recipient's server
     * @param suppressed no longer true, so not sent
     * @param uncertain may have gone out or not, and will not be sent again
     * @param heldBack put back untried: their channel is paused, or nothing answers for their kind
     * @param deferred put back until the quiet hours are over
     * @param deferredUntil when the first of them is due; null if there are none
     * @param halts the channels that were left alone, and why
     * @param problems why notices were not sent: the first {@value #MOST_PROBLEMS} reasons, each once
     * @param silence why nothing may leave this process, so that the rest waits; null if notices may
     */
    public record Report(
            long sent,
            long retried,
            long failed,
            long suppressed,
            long uncertain,
            long heldBack,
            long deferred,
            @Nullable Instant deferredUntil,
            List<Halt> halts,
            List<Problem> problems,
            @Nullable Silence silence)
            implements Counts {
        /** How many reasons a report lists at most; the counts are complete. */
        public static final int MOST_PROBLEMS = 100;

        public Report {
            halts = List.copyOf(halts);
            problems = List.copyOf(problems);
        }

        /** Whether nothing went wrong and nothing was left. */
        public boolean isClean() {
            return retried + failed + uncertain + heldBack == 0 && halts.isEmpty() && silence == null;
        }

        /**
         * A channel that was left alone.
         *
         * @param until when it is tried again; null where that takes a change of configuration
         */
        public record Halt(
                Channel channel, String reason, @Nullable Instant until) {
            public Halt {
                requireNonNull(channel, "channel");
                requireNonNull(reason, "reason");
            }
        }

        /**
         * Why notices were not sent.
         *
         * @param notice the first one
         * @param state where they stand now
         * @param reason why, without a name, an address or a secret
         * @param notices how many there are
         */
        public record Problem(NoticeId notice, NoticeState state, String reason, long notices) {
            public Problem {
                requireNonNull(notice, "notice");
                requireNonNull(state, "state");
                requireNonNull(reason, "reason");
            }

            Problem plus(long more) {
                return new Problem(notice, state, reason, notices + more);
            }
        }
    }
}
