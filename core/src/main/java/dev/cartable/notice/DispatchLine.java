package dev.cartable.notice;

import dev.cartable.notice.NoticePreparer.Broken;
import dev.cartable.notice.NoticePreparer.Prepared;
import dev.cartable.notice.NoticePreparer.Ready;
import dev.cartable.notice.NoticePreparer.Untrue;
import dev.cartable.notice.NoticePreparer.Waiting;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.notice.port.Courier;
import dev.cartable.notice.port.Courier.Delivery;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.school.model.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due by one channel, on one line. Whether a notice is still true is decided for each one, just before it is handed
 * over, by what its type reads then or has read a moment before ({@link ChecksAhead}): a claim may be minutes old by then. The outcome
 * of one notice and the start of the next are one commit, so that a crash leaves at most one notice for each line whose outcome is
 * unknown, or {@link Courier#maxBatch} of them where a repeat changes nothing. Used by one thread.
 */
final class DispatchLine implements Runnable {
    /** RFC 5321, 4.5.4.1: a message to a domain that takes none is given up after 4 to 5 days; from then on, its attempts count. */
    private static final Duration LONGEST_TRIALS = Duration.ofDays(5);

    private final ClaimQueue queue;
    private final NoticePreparer preparer;
    private final Courier courier;
    private final StopSignal stop;
    private final RefusalStreak refusals;
    private final OutcomeWriter outcomes;
    private final DomainGate domains;
    private final @Nullable Executor beside;

    /** What goes with the next commit. */
    private final List<Turn> turns = new ArrayList<>();

    /** What was taken from the queue and is not settled. */
    private final List<ClaimQueue.Next> taken = new ArrayList<>();

    private boolean interrupted;

    /** @param beside writes that a notice is on its way while the courier prepares to take it; null if the line does so itself, before */
    DispatchLine(
            ClaimQueue queue,
            NoticePreparer preparer,
            Courier courier,
            StopSignal stop,
            RefusalStreak refusals,
            OutcomeWriter outcomes,
            DomainGate domains,
            @Nullable Executor beside) {
        this.queue = queue;
        this.preparer = preparer;
        this.courier = courier;
        this.stop = stop;
        this.refusals = refusals;
        this.outcomes = outcomes;
        this.domains = domains;
        this.beside = beside;
    }

    /** What can be handed over: a notice, or several in one message. */
    private record Turn(Claimed claimed, NoticeType type, Ready ready) {
        RenderedNotice words() {
            return ready.words();
        }
    }

    @Override
    public void run() {
        try {
            while (takeTurns()) {
                if (beside == null || turns.size() > 1) {
                    beginAndSend();
                } else {
                    sendWhileBeginning(beside);
                }
                endTaken();
            }
            outcomes.write();
        } catch (RuntimeException e) {
            saveWhatCanBeSaved(e);
            throw e;
        } finally {
            endTaken();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void beginAndSend() {
        List<Turn> begun = begin();
        List<Delivery> answers = deliver(begun);
        for (int i = 0; i < begun.size(); i++) {
            settle(begun.get(i), answers.get(i));
        }
    }

    /** The server is told the sender and the recipient meanwhile; nothing can arrive before the commit. */
    private void sendWhileBeginning(Executor other) {
        Turn turn = turns.get(0);
        FutureTask<List<Turn>> beginning = new FutureTask<>(this::begin);
        other.execute(beginning);
        Delivery answer = deliver(turn, () -> isBegun(beginning));
        if (!await(beginning).isEmpty()) {
            settle(turn, answer);
        }
    }

    private Delivery deliver(Turn turn, BooleanSupplier clearance) {
        try {
            return courier.deliver(turn.words(), clearance);
        } catch (RuntimeException e) {
            return failed(e.getClass().getSimpleName());
        }
    }

    /** Where it could not be written, this line breaks off when it asks for itself. */
    private static boolean isBegun(Future<List<Turn>> beginning) {
        try {
            return !await(beginning).isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** An interrupt waits until it is written: an embedded store closes its file on an interrupt. */
    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Delivery failed(String failure) {
        return new Delivery.Unknown(NoticeReason.COURIER_FAILED.with(failure));
    }

    private Optional<ClaimQueue.Next> next() {
        try {
            return hasEnded() ? Optional.empty() : queue.next(outcomes, turns.isEmpty());
        } catch (InterruptedException e) {
            interrupted = true;
            stop.because(NoticeReason.INTERRUPTED.name());
            return Optional.empty();
        }
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

    /** Takes as many notices as may be handed over before the next commit. Returns whether there are any. */
    private boolean takeTurns() {
        Optional<ClaimQueue.Next> next = next();
        while (next.isPresent()) {
            take(next.get());
            next = isFull() ? Optional.empty() : next();
        }
        if (!turns.isEmpty() && !isFull()) {
            stop.reason().ifPresent(this::putTurnsBack);
        }
        return !turns.isEmpty();
    }

    /**
     * Whether no more may be taken. A notice that is not sent twice is the last one, so that a crash leaves one such notice in doubt. One
     * that may have killed a process goes alone, so that it ends none that came after it.
     */
    private boolean isFull() {
        if (turns.isEmpty()) {
            return false;
        }
        Turn last = turns.get(turns.size() - 1);
        return turns.size() >= courier.maxBatch() || last.claimed().maybeSent() || !queue.maySendAgain(last.type());
    }

    private void take(ClaimQueue.Next next) {
        Optional<Turn> turn = turn(next, next.claimed(), next.checks());
        if (turn.isPresent() && waits()) {
            Claimed claimed = turn.get().claimed();
            turn = stop.reason().isPresent() ? Optional.empty() : turn(next, claimed, ChecksAhead.Checks.SINGLE);
            stop.reason().ifPresent(reason -> outcomes.putBackUntried(claimed, reason));
        }
        if (turn.isEmpty()) {
            queue.done(next);
            return;
        }
        taken.add(next);
        turns.add(turn.get());
    }

    private void endTaken() {
        taken.forEach(queue::done);
        taken.clear();
    }

    private NoticeType type(Claimed claimed) {
        return preparer.type(claimed.notice().kind()).orElseThrow();
    }

    private void putTurnsBack(String reason) {
        turns.forEach(turn -> outcomes.putBackUntried(turn.claimed(), reason));
        turns.clear();
    }

    /** Decides what becomes of each notice now. Settles those that cannot be handed over; the others are one message. */
    private Optional<Turn> turn(ClaimQueue.Next next, Claimed claimed, ChecksAhead.Checks checks) {
        Optional<Instant> quietUntil = queue.quietUntil(next);
        if (quietUntil.isPresent()) {
            outcomes.defer(claimed, quietUntil.get());
            return Optional.empty();
        }
        List<Claimed> some = new ArrayList<>();
        List<Ready> ready = new ArrayList<>();
        List<Claimed> apart = new ArrayList<>();
        Optional<Prepared> missing = Optional.empty();
        for (Claimed one : withoutTakenId(claimed).all()) {
            Prepared prepared = preparer.prepare(one.notice(), next.words(), checks);
            if (prepared instanceof Untrue) {
                settle(one, prepared);
            } else if (prepared instanceof Ready words
                    && (ready.isEmpty() || address(ready.get(0)).equals(address(words)))) {
                some.add(one);
                ready.add(words);
            } else if (one.isBound()) {
                apart.add(one);
                missing = missing.or(() -> Optional.of(prepared));
            } else if (prepared instanceof Ready) {
                outcomes.putBackUntried(one, NoticeReason.ENDED_EARLY.name());
            } else {
                settle(one, prepared);
            }
        }
        if (missing.isPresent()) {
            some.addAll(apart);
            settleTogether(some, missing.get());
            return Optional.empty();
        }
        if (some.isEmpty()) {
            return Optional.empty();
        }
        Claimed together = Claimed.together(some);
        Prepared joint = preparer.join(ready, together.message(), next.words());
        if (joint instanceof Ready words) {
            return Optional.of(new Turn(together, type(together), words));
        }
        some.forEach(one -> settle(one, joint));
        return Optional.empty();
    }

    private static Address address(Ready ready) {
        return ready.words().address();
    }

    /**
     * Notices that are bound to a message that may have arrived keep its id. But a notice that has left this message and may still go by
     * itself has that id: the gateway would take the second of the two messages for a repeat.
     */
    private Claimed withoutTakenId(Claimed claimed) {
        NoticeId message = claimed.message();
        if (message == null
                || claimed.all().stream().anyMatch(one -> one.notice().id().equals(message))
                || !queue.mayGoAlone(message)) {
            return claimed;
        }
        outcomes.bind(claimed, null);
        return Claimed.together(
                claimed.all().stream().map(DispatchLine::unbound).toList());
    }

    private static Claimed unbound(Claimed one) {
        return new Claimed(one.notice(), one.attempts(), one.maybeSent(), one.fence());
    }

    /** Settles the notices of a message that may have arrived: as one of them cannot be handed over now, all of them wait. */
    private void settleTogether(List<Claimed> message, Prepared missing) {
        for (Claimed one : message) {
            if (missing instanceof Broken broken) {
                outcomes.attempted(one);
                outcomes.tryAgain(one.asMaybeSent(), broken.reason(), Map.of());
            } else {
                outcomes.holdBack(
                        one, missing instanceof Waiting waiting ? waiting.reason() : NoticeReason.ENDED_EARLY.name());
            }
        }
    }

    /** Settles a notice that cannot be handed over. It stays bound to its message, if that may have arrived. */
    private void settle(Claimed claimed, Prepared prepared) {
        if (prepared instanceof Untrue untrue) {
            outcomes.suppress(claimed, type(claimed), untrue.reason());
        } else if (prepared instanceof Waiting waiting) {
            outcomes.holdBack(claimed, waiting.reason());
        } else if (prepared instanceof Broken broken) {
            outcomes.attempted(claimed);
            outcomes.tryAgain(claimed, broken.reason(), Map.of());
        }
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

    /** Commits that the notices are on their way. Returns those that no other process has taken meanwhile. */
    private List<Turn> begin() {
        Optional<Set<NoticeId>> written = tryToBegin();
        while (written.isEmpty()) {
            written = tryToBegin();
        }
        Set<NoticeId> ours = written.get();
        List<Turn> begun = turns.stream()
                .filter(turn -> GroupCommit.isWhole(turn.claimed(), ours))
                .toList();
        turns.clear();
        return begun;
    }

    /** Returns nothing if the type of a notice has failed; this notice is settled then. */
    private Optional<Set<NoticeId>> tryToBegin() {
        for (Turn turn : turns) {
            outcomes.readdress(turn.claimed(), turn.words().address());
            if (!turn.claimed().isBound() && !turn.claimed().others().isEmpty()) {
                outcomes.bindBegun(turn.claimed(), turn.words().id());
            }
            outcomes.sending(turn.claimed(), turn.type());
        }
        try {
            return Optional.of(outcomes.begin(turns.stream().map(Turn::claimed).toList()));
        } catch (GroupCommit.HostFailure e) {
            if (!outcomes.failedToSuppress(e)) {
                failedToBegin(e);
            }
            return Optional.empty();
        }
    }

    private void failedToBegin(GroupCommit.HostFailure failure) {
        Claimed failed = failure.claimed();
        Claimed message = turns.stream()
                .map(Turn::claimed)
                .filter(claimed -> claimed.all().contains(failed))
                .findFirst()
                .orElseThrow(() -> failure);
        turns.removeIf(turn -> turn.claimed().equals(message));
        Broken broken = new Broken(failure.reason());
        if (message.isBound()) {
            settleTogether(message.all(), broken);
            return;
        }
        for (Claimed one : message.all()) {
            if (one.equals(failed)) {
                settle(one, broken);
            } else {
                outcomes.putBackUntried(one, NoticeReason.ENDED_EARLY.name());
            }
        }
    }

    private List<Delivery> deliver(List<Turn> begun) {
        if (begun.isEmpty()) {
            return List.of();
        }
        String failure;
        try {
            List<Delivery> answers =
                    courier.deliverAll(begun.stream().map(Turn::words).toList());
            if (answers.size() == begun.size()) {
                return answers;
            }
            failure = answers.size() + " answers to " + begun.size();
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName();
        }
        return Collections.nCopies(begun.size(), failed(failure));
    }

    /** Notes what the channel said. */
    private void settle(Turn turn, Delivery delivery) {
        Claimed claimed = turn.claimed();
        Ready ready = turn.ready();
        Address address = turn.words().address();
        Map<NoticeId, Notice.SentText> text = turn.type().keepsWords() ? ready.texts() : Map.of();
        String answer = AnswerSanitizer.clean(delivery.answer(), address.value(), ready.values());
        Duration pause = delivery instanceof Delivery.Blocked blocked ? blocked.pause() : Duration.ZERO;
        if (refusals.isOver(delivery, answer, address) && stop.becauseChannelIsDown(answer)) {
            outcomes.pause(courier.channel(), pause, answer);
        }
        if (isNotSent(delivery) && !claimed.isBound() && !claimed.others().isEmpty()) {
            outcomes.bind(claimed, null);
        }
        Optional<Instant> trialAgain = settleDomain(claimed.notice(), delivery, answer, address, pause);
        if (delivery instanceof Delivery.Sent) {
            outcomes.sent(claimed, answer, text);
        } else if (delivery instanceof Delivery.Accepted accepted) {
            outcomes.accepted(claimed, turn.words().id(), answer, accepted.reference(), text);
        } else if (delivery instanceof Delivery.Refused) {
            outcomes.finish(claimed, NoticeState.FAILED, answer, text);
        } else if (trialAgain.isPresent()) {
            outcomes.holdBack(claimed, trialAgain.get(), answer);
        } else if (delivery instanceof Delivery.TryLater || delivery instanceof Delivery.Blocked) {
            outcomes.tryAgain(claimed, answer, text);
        } else if (delivery instanceof Delivery.ChannelDown down) {
            if (stop.becauseChannelIsDown(answer)) {
                outcomes.pause(courier.channel(), down.pause(), answer);
            }
            outcomes.putBackUntried(claimed, answer);
        } else if (queue.maySendAgain(turn.type())) {
            outcomes.tryAgainInDoubt(claimed, answer, text);
        } else {
            outcomes.finish(claimed, NoticeState.UNCERTAIN, NoticeReason.NOT_SENT_AGAIN.with(answer), text);
        }
    }

    /** Whether the message was certainly not sent: after its first try, its notices are still free to go in others. */
    private static boolean isNotSent(Delivery delivery) {
        return delivery instanceof Delivery.TryLater
                || delivery instanceof Delivery.Blocked
                || delivery instanceof Delivery.ChannelDown;
    }

    /** Returns until when the domain is left alone, if the notice was a trial that counts as no attempt. */
    private Optional<Instant> settleDomain(
            Notice notice, Delivery delivery, String answer, Address address, Duration pause) {
        String domain = DomainGate.domain(address);
        DomainGate.Effect effect = domains.note(domain, delivery, answer, address);
        if (effect == DomainGate.Effect.RESUME) {
            outcomes.resumeDomain(courier.channel(), domain);
        } else if (effect != DomainGate.Effect.NONE) {
            Instant until = outcomes.pauseDomain(courier.channel(), domain, pause, answer);
            domains.pause(domain, until, answer);
            boolean fresh = notice.queuedAt().isAfter(until.minus(LONGEST_TRIALS));
            return effect == DomainGate.Effect.PAUSE_AGAIN && fresh ? Optional.of(until) : Optional.empty();
        }
        return Optional.empty();
    }

    /** The store failed once; what was sent is worth a second try before it becomes uncertain. */
    private void saveWhatCanBeSaved(RuntimeException failure) {
        putTurnsBack(NoticeReason.STORE_FAILED.name());
        try {
            outcomes.write();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }
}
