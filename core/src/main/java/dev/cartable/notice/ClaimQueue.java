package dev.cartable.notice;

import dev.cartable.notice.DispatchNotices.Silence;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Preferences;
import dev.cartable.notice.port.Renderer;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is due by one channel, claimed some at a time and given to the lines one by one.
 * Safe for use by several threads.
 */
final class ClaimQueue implements AutoCloseable {
    private final UnitOfWork work;
    private final Outbox outbox;
    private final NoticePreparer preparer;
    private final InstantSource clock;
    private final DispatchSettings settings;
    private final Preferences preferences;
    private final Channel channel;
    private final boolean recognisesRepeats;
    private final SendingGate.Pass gate;
    private final StopSignal stop;
    private final Instant start;
    private final OutcomeWriter outcomes;
    private final Deque<Next> left = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();

    ClaimQueue(
            UnitOfWork work,
            Outbox outbox,
            NoticePreparer preparer,
            InstantSource clock,
            DispatchSettings settings,
            Preferences preferences,
            Courier courier,
            SendingGate.Pass gate,
            StopSignal stop,
            Instant start,
            OutcomeWriter outcomes) {
        this.work = work;
        this.outbox = outbox;
        this.preparer = preparer;
        this.clock = clock;
        this.settings = settings;
        this.preferences = preferences;
        this.channel = courier.channel();
        this.recognisesRepeats = courier.recognisesRepeats();
        this.gate = gate;
        this.stop = stop;
        this.start = start;
        this.outcomes = outcomes;
    }

    /**
     * A notice of this process.
     *
     * @param words puts it into words
     * @param preferences what the recipients of its claim want, read together
     */
    record Next(Claimed claimed, Renderer words, Preferences preferences) {}

    /**
     * The next notice for a line; empty if none is due, or if the channel is to be left alone. What the line has sent is
     * written before more is claimed, or it could be claimed again where it took longer than its lease.
     */
    Optional<Next> next(OutcomeWriter line) {
        lock.lock();
        try {
            boolean more = true;
            while (left.isEmpty() && more) {
                line.write();
                more = claim();
            }
            return Optional.ofNullable(left.poll());
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what no line has taken, after the last one has ended. An interrupt waits until that is done. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            String reason = stop.reason().orElse(NoticeReason.ENDED_EARLY.name());
            left.forEach(next -> outcomes.putBackUntried(next.claimed(), reason));
            left.clear();
            outcomes.write();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether anything was due. */
    private boolean claim() {
        Optional<Silence> silence = gate.silence(clock.instant());
        if (silence.isPresent()) {
            stop.because(NoticeReason.ENDED_EARLY.name());
            outcomes.counter().silent(silence.get());
            return false;
        }
        Optional<Outbox.Pause> pause = outbox.paused(channel, clock.instant());
        if (pause.isPresent()) {
            if (stop.becauseChannelIsDown(pause.get().reason())) {
                outcomes.counter()
                        .halt(channel, pause.get().reason(), pause.get().until());
            }
            return false;
        }
        List<Claimed> claimed = work.call(tx ->
                outbox.claim(tx, channel, settings.claimSize(), Leases.Holder.thisProcess(), settings.lease(), start));
        List<Claimed> open =
                claimed.stream().filter(notice -> !settleUnasked(notice)).toList();
        outcomes.write();
        Renderer words = preparer.rendererForBatch();
        Preferences theirs = preferences(open);
        open.forEach(notice -> left.add(new Next(notice, words, theirs)));
        return !claimed.isEmpty();
    }

    private Preferences preferences(List<Claimed> claimed) {
        List<Recipient> recipients =
                claimed.stream().map(one -> one.notice().recipient()).toList();
        List<Address> addresses =
                claimed.stream().map(one -> one.notice().address()).toList();
        return claimed.isEmpty() ? preferences : preferences.prefetched(recipients, addresses);
    }

    /** Settles what needs neither its type nor words. Returns whether it was settled. */
    private boolean settleUnasked(Claimed claimed) {
        Optional<NoticeType> type = preparer.type(claimed.notice().kind());
        if (claimed.maybeSent() && type.isPresent() && !maySendAgain(type.get())) {
            outcomes.finish(claimed, NoticeState.UNCERTAIN, NoticeReason.DIED.name());
        } else if (claimed.attempts() >= settings.attempts()) {
            NoticeReason reason = claimed.maybeSent() ? NoticeReason.GIVEN_UP_AFTER_DEATH : NoticeReason.GIVEN_UP;
            outcomes.finish(claimed, NoticeState.FAILED, reason.with(claimed.attempts()));
        } else if (type.isEmpty()) {
            outcomes.holdBack(
                    claimed, NoticeReason.NO_TYPE.with(claimed.notice().kind()));
        } else {
            return false;
        }
        return true;
    }

    /** Whether a notice that may have gone out already is sent again. */
    boolean maySendAgain(NoticeType type) {
        return recognisesRepeats && type.whenUncertain() == WhenUncertain.SEND_AGAIN;
    }

    /** Until when a notice waits: the end of the school's and the person's quiet hours, if it can wait. */
    Optional<Instant> quietUntil(Next next) {
        Notice notice = next.claimed().notice();
        boolean patient =
                preparer.type(notice.kind()).filter(NoticeType::canWait).isPresent();
        return channel.equals(Channel.IN_APP) || !patient
                ? Optional.empty()
                : DispatchPreferences.quietUntil(
                        settings.quietHours(),
                        next.preferences().quietHours(notice.recipient()).orElse(null),
                        clock.instant());
    }
}
