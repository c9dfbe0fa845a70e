package dev.cartable.notice;

import dev.cartable.notice.Preparation.Broken;
import dev.cartable.notice.Preparation.Checked;
import dev.cartable.notice.Preparation.Prepared;
import dev.cartable.notice.Preparation.Ready;
import dev.cartable.notice.Preparation.Untrue;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Delivery;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.StillTrue;
import dev.cartable.notice.port.StillTrue.WhenUncertain;
import dev.cartable.work.LeaseHolder;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends what is due by one channel, on one line. The outcome of one notice and the start of the next are one commit, so that
 * a crash leaves at most one notice for each line of which nobody knows whether it went out. Used by one thread.
 */
final class Round implements Runnable {
    static final String INTERRUPTED = "the round was interrupted";

    private final UnitOfWork work;
    private final Outbox outbox;
    private final Preparation preparation;
    private final InstantSource clock;
    private final DispatchSettings settings;
    private final Courier courier;
    private final Stop stop;
    private final Instant start;
    private final Tally tally = new Tally();
    private final List<Consumer<Tx>> unwritten = new ArrayList<>();
    private final Deque<Claimed> left = new ArrayDeque<>();
    private boolean interrupted;

    Round(
            UnitOfWork work,
            Outbox outbox,
            Preparation preparation,
            InstantSource clock,
            DispatchSettings settings,
            Courier courier,
            Stop stop,
            Instant start) {
        this.work = work;
        this.outbox = outbox;
        this.preparation = preparation;
        this.clock = clock;
        this.settings = settings;
        this.courier = courier;
        this.stop = stop;
        this.start = start;
    }

    /** What this line has done. */
    Tally tally() {
        return tally;
    }

    @Override
    public void run() {
        Channel channel = courier.channel();
        boolean open = true;
        while (open && end().isEmpty()) {
            Optional<Outbox.Pause> pause = outbox.paused(channel, clock.instant());
            if (pause.isPresent()) {
                if (stop.becauseChannelIsDown(pause.get().reason())) {
                    tally.halt(channel, pause.get().reason(), pause.get().until());
                }
                break;
            }
            left.addAll(work.<List<Claimed>>call(tx -> outbox.claim(
                    tx, channel, settings.claimSize(), LeaseHolder.thisProcess(), settings.lease(), start)));
            if (left.isEmpty()) {
                break;
            }
            try {
                open = sendClaimed();
            } catch (RuntimeException e) {
                saveWhatCanBeSaved(e);
                throw e;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the channel can take more. */
    private boolean sendClaimed() {
        left.removeIf(this::settleUnasked);
        Checked checked = preparation.check(left.stream().map(Claimed::notice).toList());
        boolean open = true;
        while (open && !left.isEmpty()) {
            Optional<String> end = end();
            if (end.isPresent()) {
                release(end.get());
                break;
            }
            open = send(left.element(), checked);
        }
        write();
        return open;
    }

    private boolean send(Claimed next, Checked checked) {
        Prepared prepared = preparation.prepare(next.notice(), checked);
        if (prepared instanceof Ready ready) {
            boolean ours = begin(next);
            left.remove();
            return !ours || settle(next, ready, deliver(ready));
        }
        left.remove();
        if (prepared instanceof Untrue untrue) {
            finish(next, NoticeState.SUPPRESSED, untrue.reason());
        } else if (prepared instanceof Broken broken) {
            unwritten.add(tx -> outbox.sending(tx, next, settings.lease()));
            tryAgain(next, NoticeState.FAILED, broken.reason());
        }
        return true;
    }

    private Delivery deliver(Ready ready) {
        try {
            return courier.deliver(ready.words());
        } catch (RuntimeException e) {
            return new Delivery.Unknown(
                    "the courier broke off with " + e.getClass().getSimpleName());
        }
    }

    /**
     * Why this line is to end now, if it is. The flag of an interrupt is taken down while the store is at work, since an
     * embedded one closes its file on an interrupt.
     */
    private Optional<String> end() {
        interrupted |= Thread.interrupted();
        if (interrupted) {
            stop.because(INTERRUPTED);
        }
        return stop.reason();
    }

    /** Settles what needs neither facts nor words. Returns whether it was settled. */
    private boolean settleUnasked(Claimed claimed) {
        Optional<StillTrue> fact = preparation.fact(claimed.notice().kind());
        if (claimed.maybeSent() && fact.isPresent() && fact.get().whenUncertain() == WhenUncertain.LEAVE) {
            finish(
                    claimed,
                    NoticeState.UNCERTAIN,
                    "a process died while it was sending it; it may have arrived, and is not sent twice");
        } else if (claimed.attempts() >= settings.attempts()) {
            finish(
                    claimed,
                    NoticeState.FAILED,
                    "given up after " + claimed.attempts() + " attempts"
                            + (claimed.maybeSent()
                                    ? "; in the last one, the process died while it was sending it"
                                    : ""));
        } else if (fact.isEmpty()) {
            holdBack(claimed);
        } else {
            return false;
        }
        return true;
    }

    /** One that may have been sent is not put back, or that would be forgotten; its claim just runs out. */
    private void holdBack(Claimed claimed) {
        String reason = "nothing in this application answers for notices of kind '"
                + claimed.notice().kind() + "'; it stays queued until something does";
        tally.heldBack(claimed.notice().id(), reason);
        if (!claimed.maybeSent()) {
            Instant dueAt = after(settings.pause());
            unwritten.add(tx -> outbox.putBack(tx, claimed, dueAt, reason, false));
        }
    }

    /** One commit: the outcomes so far, and that this notice is on its way. False if another has taken it meanwhile. */
    private boolean begin(Claimed claimed) {
        boolean ours = work.<Boolean>call(tx -> {
            unwritten.forEach(outcome -> outcome.accept(tx));
            return outbox.sending(tx, claimed, settings.lease());
        });
        unwritten.clear();
        return ours;
    }

    private void write() {
        if (!unwritten.isEmpty()) {
            work.run(tx -> unwritten.forEach(outcome -> outcome.accept(tx)));
            unwritten.clear();
        }
    }

    /** Notes what the channel said. Returns whether it can take more. */
    private boolean settle(Claimed claimed, Ready ready, Delivery delivery) {
        Notice notice = claimed.notice();
        String answer = Answers.clean(delivery.answer(), notice.address(), ready.values());
        if (delivery instanceof Delivery.ChannelDown down) {
            Instant until = after(down.pause().isNegative() || down.pause().isZero() ? settings.pause() : down.pause());
            if (stop.becauseChannelIsDown(answer)) {
                tally.halt(courier.channel(), answer, until);
                unwritten.add(tx -> outbox.pause(tx, courier.channel(), until, answer));
            }
            putBackUntried(claimed, answer);
            release(answer);
            return false;
        }
        if (delivery instanceof Delivery.Sent) {
            tally.sent();
            Instant now = clock.instant();
            unwritten.add(tx -> outbox.finish(tx, claimed, NoticeState.SENT, answer, now));
        } else if (delivery instanceof Delivery.Refused) {
            finish(claimed, NoticeState.FAILED, answer);
        } else if (delivery instanceof Delivery.TryLater) {
            tryAgain(claimed, NoticeState.FAILED, answer);
        } else if (preparation.fact(notice.kind()).orElseThrow().whenUncertain() == WhenUncertain.SEND_AGAIN) {
            tryAgain(claimed, NoticeState.UNCERTAIN, "it may have arrived: " + answer);
        } else {
            finish(claimed, NoticeState.UNCERTAIN, "it may have arrived, and is not sent twice: " + answer);
        }
        return true;
    }

    private void finish(Claimed claimed, NoticeState state, String reason) {
        tally.count(claimed.notice().id(), state, reason);
        Instant now = clock.instant();
        unwritten.add(tx -> outbox.finish(tx, claimed, state, reason, now));
    }

    /** After an attempt that was counted: another one later, or {@code last} if that was the last. */
    private void tryAgain(Claimed claimed, NoticeState last, String reason) {
        Optional<Duration> wait = settings.waitAfter(claimed.attempts() + 1);
        if (wait.isEmpty()) {
            finish(claimed, last, reason);
            return;
        }
        tally.count(claimed.notice().id(), NoticeState.QUEUED, reason);
        Instant dueAt = after(wait.get());
        unwritten.add(tx -> outbox.putBack(tx, claimed, dueAt, reason, true));
    }

    private void putBackUntried(Claimed claimed, String reason) {
        tally.heldBack(claimed.notice().id(), reason);
        unwritten.add(tx -> outbox.putBack(tx, claimed, claimed.notice().dueAt(), reason, false));
    }

    private void release(String reason) {
        left.forEach(claimed -> putBackUntried(claimed, reason));
        left.clear();
    }

    /** Later than the round's start in any case, or the round would take it again at once. */
    private Instant after(Duration wait) {
        Instant now = clock.instant();
        return (now.isBefore(start) ? start : now).plus(wait);
    }

    /** The store failed once; what was sent is worth a second try before it becomes uncertain. */
    private void saveWhatCanBeSaved(RuntimeException failure) {
        try {
            release("the round ended early");
            write();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }
}
