package dev.cartable.notice;

import dev.cartable.notice.NoticePreparer.Broken;
import dev.cartable.notice.NoticePreparer.Prepared;
import dev.cartable.notice.NoticePreparer.Ready;
import dev.cartable.notice.NoticePreparer.Untrue;
import dev.cartable.notice.NoticePreparer.Waiting;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.SentText;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.NoticeType.WhenUncertain;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.school.model.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sends what is due by one channel, on one line. Whether a notice is still true is decided for each one, just before it is handed
 * over: a claim may be minutes old by then, and asking costs little beside a hand-over. The outcome of one notice and the start of
 * the next are one commit, so that a crash leaves at most one notice for each line whose outcome is unknown. Used
 * by one thread.
 */
final class DispatchLine implements Runnable {
    private final ClaimQueue queue;
    private final NoticePreparer preparer;
    private final Courier courier;
    private final StopSignal stop;
    private final RefusalStreak refusals;
    private final OutcomeWriter outcomes;
    private boolean interrupted;

    DispatchLine(
            ClaimQueue queue,
            NoticePreparer preparer,
            Courier courier,
            StopSignal stop,
            RefusalStreak refusals,
            OutcomeWriter outcomes) {
        this.queue = queue;
        this.preparer = preparer;
        this.courier = courier;
        this.stop = stop;
        this.refusals = refusals;
        this.outcomes = outcomes;
    }

    @Override
    public void run() {
        try {
            for (Optional<ClaimQueue.Next> next = next(); next.isPresent(); next = next()) {
                send(next.get());
            }
            outcomes.write();
        } catch (RuntimeException e) {
            saveWhatCanBeSaved(e);
            throw e;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ClaimQueue.Next> next() {
        return hasEnded() ? Optional.empty() : queue.next(outcomes);
    }

    /**
     * Whether this line is to end now. The flag of an interrupt is taken down while the store is at work, since an embedded
     * one closes its file on an interrupt.
     */
    private boolean hasEnded() {
        interrupted |= Thread.interrupted();
        if (interrupted) {
            stop.because(NoticeReason.INTERRUPTED.name());
        }
        return stop.reason().isPresent();
    }

    private void send(ClaimQueue.Next next) {
        Claimed claimed = next.claimed();
        Optional<Ready> ready = ready(next);
        if (ready.isPresent() && waits()) {
            ready = stop.reason().isPresent() ? Optional.empty() : ready(next);
            stop.reason().ifPresent(reason -> outcomes.putBackUntried(claimed, reason));
        }
        if (ready.isPresent() && begin(claimed, ready.get().words().address())) {
            settle(claimed, ready.get(), deliver(ready.get()));
        }
    }

    /** Decides what becomes of a notice now. Settles it, unless it can be handed over. */
    private Optional<Ready> ready(ClaimQueue.Next next) {
        Claimed claimed = next.claimed();
        Optional<Instant> quietUntil = queue.quietUntil(next);
        if (quietUntil.isPresent()) {
            outcomes.defer(claimed, quietUntil.get());
            return Optional.empty();
        }
        Prepared prepared = preparer.prepare(claimed.notice(), next.words());
        if (prepared instanceof Untrue untrue) {
            outcomes.suppress(claimed, preparer.type(claimed.notice().kind()).orElseThrow(), untrue.reason());
        } else if (prepared instanceof Waiting waiting) {
            outcomes.holdBack(claimed, waiting.reason());
        } else if (prepared instanceof Broken broken) {
            outcomes.attempted(claimed);
            outcomes.tryAgain(claimed, NoticeState.FAILED, broken.reason(), null);
        }
        return prepared instanceof Ready ready ? Optional.of(ready) : Optional.empty();
    }

    /** Waits for the channel's pace. Returns whether it did, so that what was true before may be over. */
    private boolean waits() {
        try {
            return courier.awaitTurn();
        } catch (InterruptedException e) {
            interrupted = true;
            stop.because(NoticeReason.INTERRUPTED.name());
            return true;
        }
    }

    private boolean begin(Claimed claimed, Address address) {
        if (!address.equals(claimed.notice().address())) {
            outcomes.readdress(claimed, address);
        }
        try {
            return outcomes.begin(claimed);
        } catch (RuntimeException e) {
            outcomes.putBackUntried(claimed, NoticeReason.STORE_FAILED.name());
            throw e;
        }
    }

    private Delivery deliver(Ready ready) {
        try {
            return courier.deliver(ready.words());
        } catch (RuntimeException e) {
            return new Delivery.Unknown(
                    NoticeReason.COURIER_FAILED.with(e.getClass().getSimpleName()));
        }
    }

    /** Notes what the channel said. */
    private void settle(Claimed claimed, Ready ready, Delivery delivery) {
        Address address = ready.words().address();
        NoticeType type = preparer.type(claimed.notice().kind()).orElseThrow();
        SentText text = type.keepsWords() ? ready.textToKeep() : null;
        String answer = AnswerSanitizer.clean(delivery.answer(), address.value(), ready.values());
        if (refusals.isOver(delivery, answer, address) && stop.becauseChannelIsDown(answer)) {
            Duration pause = delivery instanceof Delivery.Blocked blocked ? blocked.pause() : Duration.ZERO;
            outcomes.pause(courier.channel(), pause, answer);
        }
        if (delivery instanceof Delivery.Sent) {
            outcomes.sent(claimed, answer, text);
        } else if (delivery instanceof Delivery.Accepted accepted) {
            outcomes.accepted(claimed, answer, accepted.reference(), text);
        } else if (delivery instanceof Delivery.Refused) {
            outcomes.finish(claimed, NoticeState.FAILED, answer, text);
        } else if (delivery instanceof Delivery.TryLater || delivery instanceof Delivery.Blocked) {
            outcomes.tryAgain(claimed, NoticeState.FAILED, answer, text);
        } else if (delivery instanceof Delivery.ChannelDown down) {
            if (stop.becauseChannelIsDown(answer)) {
                outcomes.pause(courier.channel(), down.pause(), answer);
            }
            outcomes.putBackUntried(claimed, answer);
        } else if (type.whenUncertain() == WhenUncertain.SEND_AGAIN && courier.recognisesRepeats()) {
            outcomes.tryAgain(claimed, NoticeState.UNCERTAIN, NoticeReason.SENT_AGAIN.with(answer), text);
        } else {
            outcomes.finish(claimed, NoticeState.UNCERTAIN, NoticeReason.NOT_SENT_AGAIN.with(answer), text);
        }
    }

    /** The store failed once; what was sent is worth a second try before it becomes uncertain. */
    private void saveWhatCanBeSaved(RuntimeException failure) {
        try {
            outcomes.write();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }
}
