package dev.cartable.notice;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Renderer;
import dev.cartable.notice.port.StillTrue;
import dev.cartable.school.model.EmailAddress;
import dev.cartable.work.LeaseHolder;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The use case that sends what is queued. Any number of nodes may do so at once; in one process, rounds run one after the
 * other, each on as many {@linkplain Courier#lines lines} side by side as the channel's courier has, or on the caller's thread
 * alone. Safe for use by several threads.
 *
 * <p>A notice is checked for being still true, put into words and handed to its channel's courier, all outside a
 * transaction. What a crash can leave in doubt is one notice for each line; its kind decides whether it is sent again,
 * under the same Message-ID, or left {@code UNCERTAIN}.
 */
public final class DispatchNotices {
    private final UnitOfWork work;
    private final Outbox outbox;
    private final Map<Channel, Courier> couriers;

    /** Across rounds: a server that still refuses after a pause costs one more recipient an attempt, not three. */
    private final Map<Channel, RefusalRun> refusals = new EnumMap<>(Channel.class);

    private final Preparation preparation;
    private final InstantSource clock;
    private final DispatchSettings settings;
    private final boolean anyThread;
    private final ReentrantLock oneRound = new ReentrantLock();

    /**
     * @param couriers one for each channel at most; notices of a channel without one stay queued
     * @param facts one for each kind at most; notices of a kind without one stay queued
     * @param anyThread whether store, facts and couriers may be used on other threads than the caller's; if not, there is one line
     */
    public DispatchNotices(
            UnitOfWork work,
            Outbox outbox,
            Collection<? extends Courier> couriers,
            Collection<? extends StillTrue> facts,
            Renderer renderer,
            InstantSource clock,
            DispatchSettings settings,
            boolean anyThread) {
        this.work = requireNonNull(work, "work");
        this.outbox = requireNonNull(outbox, "outbox");
        this.couriers = new EnumMap<>(Channel.class);
        for (Courier courier : couriers) {
            refusals.put(courier.channel(), new RefusalRun());
            if (this.couriers.put(courier.channel(), courier) != null) {
                throw new IllegalArgumentException("two couriers serve " + courier.channel() + "; leave one");
            }
            if (courier.lines() < 1) {
                throw new IllegalArgumentException(
                        "the courier for " + courier.channel() + " has " + courier.lines() + " lines, not at least 1");
            }
        }
        this.preparation = new Preparation(facts, requireNonNull(renderer, "renderer"));
        this.clock = requireNonNull(clock, "clock");
        this.settings = requireNonNull(settings, "settings");
        this.anyThread = anyThread;
    }

    /**
     * Sends everything that is due now, each notice once at most. An interrupt ends the round after the notices under way, one
     * for each line. If a line breaks off, its exception is thrown when the others have ended too.
     *
     * <p>The first line is the calling thread; where other threads are allowed, a courier with more lines has a daemon thread for
     * each other one, until the round is over.
     *
     * @throws IllegalStateException if called inside another transaction
     */
    public DispatchReport drain() {
        work.requireOwn("sending notices");
        oneRound.lock();
        try {
            Tally tally = new Tally();
            Instant start = clock.instant();
            for (Channel channel : Channel.values()) {
                Courier courier = couriers.get(channel);
                if (courier == null) {
                    reportWaiting(channel, start, tally);
                } else {
                    drain(courier, start, tally);
                }
            }
            return tally.report();
        } finally {
            oneRound.unlock();
        }
    }

    /** Ends the pauses of all channels, as after their settings were corrected: the next {@link #drain} tries each at once. */
    public void resume() {
        Instant now = clock.instant();
        work.run(tx -> {
            for (Channel channel : couriers.keySet()) {
                outbox.pause(tx, channel, now, "resumed by hand");
            }
        });
    }

    private void drain(Courier courier, Instant start, Tally tally) {
        Channel channel = courier.channel();
        Stop stop = new Stop();
        RefusalRun run = requireNonNull(refusals.get(channel));
        GroupCommit commits = new GroupCommit(work, outbox, settings.lease());
        List<Settling> settlings = Stream.generate(() -> new Settling(outbox, commits, clock, settings, start))
                .limit(1L + (anyThread ? courier.lines() : 1))
                .toList();
        try (Feed feed = new Feed(work, outbox, preparation, clock, settings, channel, stop, start, settlings.get(0))) {
            List<Round> lines = settlings.stream()
                    .skip(1)
                    .map(settling -> new Round(feed, preparation, courier, stop, run, settling))
                    .toList();
            send(lines, courier, stop);
        }
        settlings.forEach(settling -> tally.add(settling.tally()));
    }

    private static void send(List<Round> lines, Courier courier, Stop stop) {
        try {
            new SideBySide("cartable-dispatch-" + courier.channel().name().toLowerCase(Locale.ROOT), stop).run(lines);
        } finally {
            courier.rest();
        }
    }

    /** Another node may have a courier for the channel, so its notices are left as they are. */
    private void reportWaiting(Channel channel, Instant start, Tally tally) {
        String reason = "no courier serves " + channel + " in this process; its notices stay queued";
        boolean waiting = work.<Boolean>call(tx -> {
            List<Claimed> first = outbox.claim(tx, channel, 1, LeaseHolder.thisProcess(), settings.lease(), start);
            first.stream()
                    .filter(claimed -> !claimed.maybeSent())
                    .forEach(claimed ->
                            outbox.putBack(tx, claimed, claimed.notice().dueAt(), reason, false));
            return !first.isEmpty();
        });
        if (waiting) {
            tally.halt(channel, reason, null);
        }
    }

    /** As {@link #rehearse(String, int)}, for everything that is queued. */
    public RehearsalReport rehearse(String address) {
        return rehearse(address, Integer.MAX_VALUE);
    }

    /**
     * Sends what is queued for e-mail to one address instead, with made-up values in place of secrets, so that people can
     * see what would go out. The subjects are marked, and each mail has a Message-ID of its own. Nothing is marked as sent,
     * nothing is written, and no real link or password is shown.
     *
     * @param address where all of it goes
     * @param max how many at most, newest first
     * @throws IllegalArgumentException if the address cannot be used
     */
    public RehearsalReport rehearse(String address, int max) {
        EmailAddress to = EmailAddress.of(address);
        Courier courier = couriers.get(Channel.EMAIL);
        if (courier == null) {
            throw new IllegalStateException("no courier serves EMAIL, so there is nothing to rehearse with");
        }
        work.requireOwn("a rehearsal");
        oneRound.lock();
        try {
            return new Rehearsal(outbox, preparation, clock, courier).run(to, max);
        } finally {
            courier.rest();
            oneRound.unlock();
        }
    }
}
