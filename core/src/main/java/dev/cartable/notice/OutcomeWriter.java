package dev.cartable.notice;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Receipts;
import dev.cartable.school.model.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of notices: kept until the next commit, and counted when that was made. Used by one thread at a time. */
final class OutcomeWriter {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWriter.class);

    private final DispatchParts parts;
    private final GroupCommit commits;
    private final Instant start;
    private final DispatchCounter counter = new DispatchCounter();
    private final GroupCommit.Entry unwritten = new GroupCommit.Entry();
    private final List<Uncounted> uncounted = new ArrayList<>();

    OutcomeWriter(DispatchParts parts, GroupCommit commits, Instant start) {
        this.parts = parts;
        this.commits = commits;
        this.start = start;
    }

    /**
     * What the next commit makes true of a notice.
     *
     * @param isOutcome whether it is so only if the claim was not lost
     */
    private record Uncounted(NoticeId notice, boolean isOutcome, Consumer<DispatchCounter> count) {}

    private void count(Claimed claimed, Consumer<DispatchCounter> count) {
        uncounted.add(new Uncounted(claimed.notice().id(), false, count));
    }

    private void countOutcome(Claimed claimed, NoticeState state, String reason) {
        NoticeId notice = claimed.notice().id();
        uncounted.add(new Uncounted(notice, true, counts -> {
            counts.count(notice, state, reason);
            report(claimed, state);
        }));
    }

    private void count(GroupCommit.Written written) {
        uncounted.stream()
                .filter(one -> !one.isOutcome() || written.finished().contains(one.notice()))
                .forEach(one -> one.count().accept(counter));
        uncounted.clear();
    }

    DispatchCounter counter() {
        return counter;
    }

    private void report(Claimed claimed, NoticeState state) {
        Notice notice = claimed.notice();
        try {
            parts.listener().ended(notice.channel(), notice.kind(), state);
        } catch (RuntimeException e) {
            LOG.debug("the listener for notice {} has failed", notice.id(), e);
        }
    }

    /** @param texts for the history */
    void sent(Claimed claimed, String answer, Map<NoticeId, Notice.SentText> texts) {
        Instant now = parts.now();
        for (Claimed one : claimed.all()) {
            count(one, counts -> {
                counts.sent();
                report(one, NoticeState.SENT);
            });
            unwritten.outcome(new Outcome(one, NoticeState.SENT, answer, now, text(one, texts)));
        }
    }

    private static Notice.@Nullable SentText text(Claimed claimed, Map<NoticeId, Notice.SentText> texts) {
        return texts.get(claimed.notice().id());
    }

    /**
     * The channel has taken it, and owes a receipt.
     *
     * @param message the id of the message
     * @param texts for the history
     */
    void accepted(
            Claimed claimed, NoticeId message, String answer, String reference, Map<NoticeId, Notice.SentText> texts) {
        sent(claimed, answer, texts);
        Receipts known = parts.receipts();
        if (known != null) {
            Channel channel = claimed.notice().channel();
            Instant until = parts.now().plus(parts.settings().receiptPatience());
            unwritten.consequence(claimed, tx -> known.expect(tx, channel, reference, message, until));
        }
    }

    void finish(Claimed claimed, NoticeState state, String reason) {
        finish(claimed, state, reason, Map.of());
    }

    /** @param texts for the history */
    void finish(Claimed claimed, NoticeState state, String reason, Map<NoticeId, Notice.SentText> texts) {
        claimed.all().forEach(one -> finish(one, state, reason, text(one, texts)));
    }

    /** What may have gone out has not failed, whatever a later attempt was answered. */
    private void finish(Claimed claimed, NoticeState wanted, String answer, Notice.@Nullable SentText text) {
        boolean isInDoubt = wanted == NoticeState.FAILED && claimed.maybeSent();
        NoticeState state = isInDoubt ? NoticeState.UNCERTAIN : wanted;
        String reason = isInDoubt ? NoticeReason.NOT_SENT_AGAIN.with(answer) : answer;
        countOutcome(claimed, state, reason);
        unwritten.outcome(new Outcome(claimed, state, reason, parts.now(), text));
        if (state == NoticeState.FAILED) {
            unwritten.consequence(claimed, parts.followUp().failed(claimed.notice(), parts.now()));
        }
    }

    /** It is no longer true. Its type is called in the same commit, unless the claim was lost. */
    void suppress(Claimed claimed, NoticeType type, String reason) {
        countOutcome(claimed, NoticeState.SUPPRESSED, reason);
        Instant now = parts.now();
        unwritten.outcome(new Outcome(claimed, NoticeState.SUPPRESSED, reason, now));
        unwritten.consequence(
                claimed, tx -> callHost(claimed, () -> type.suppressed(tx, claimed.notice(), reason, now)));
    }

    private static void callHost(Claimed claimed, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new GroupCommit.HostFailure(claimed, e);
        }
    }

    /** After an attempt that was counted: another one later, or the end if that was the last. */
    void tryAgain(Claimed claimed, String answer, Map<NoticeId, Notice.SentText> texts) {
        tryAgain(claimed, answer, answer, texts);
    }

    /** After an attempt that may have gone out: another one later, or the end if that was the last. */
    void tryAgainInDoubt(Claimed claimed, String answer, Map<NoticeId, Notice.SentText> texts) {
        tryAgain(claimed.asMaybeSent(), NoticeReason.SENT_AGAIN.with(answer), answer, texts);
    }

    /** @param last the answer, for the history if no attempt follows */
    private void tryAgain(Claimed claimed, String reason, String last, Map<NoticeId, Notice.SentText> texts) {
        Instant now = parts.now();
        for (Claimed one : claimed.all()) {
            Optional<Duration> wait = parts.settings().waitAfter(one.attempts() + 1);
            if (wait.isEmpty()) {
                finish(one, NoticeState.FAILED, last, text(one, texts));
            } else {
                count(one, counts -> {
                    counts.count(one.notice().id(), NoticeState.QUEUED, reason);
                    report(one, NoticeState.QUEUED);
                });
                Instant dueAt = after(now, wait.get());
                if (one.maybeSent()) {
                    Claimed counted = new Claimed(one.notice(), one.attempts() + 1, true, one.fence());
                    unwritten.step(tx -> parts.outbox().putBack(tx, counted, dueAt, reason, false));
                } else {
                    unwritten.step(tx -> parts.outbox().putBack(tx, one, dueAt, reason, true));
                }
            }
        }
    }

    /** Counts an attempt for a notice that could not even be handed over. */
    void attempted(Claimed claimed) {
        unwritten.step(tx ->
                parts.outbox().sending(tx, List.of(claimed), parts.settings().lease()));
    }

    /** Notices go in a message, or each in one of its own if that is null. */
    void bind(Claimed claimed, @Nullable NoticeId message) {
        claimed.all().forEach(one -> unwritten.step(tx -> parts.outbox().bind(tx, one, message)));
    }

    /** As if it had not been claimed. */
    void putBackUntried(Claimed claimed, String reason) {
        for (Claimed one : claimed.all()) {
            count(one, counts -> counts.heldBack(one.notice().id(), reason));
            unwritten.step(tx -> parts.outbox().putBack(tx, one, one.notice().dueAt(), reason, false));
        }
    }

    /** Untried for a while. */
    void holdBack(Claimed claimed, String reason) {
        holdBackUntil(claimed, after(parts.settings().pause()), reason);
    }

    /** Later, because it can wait until the quiet hours are over. */
    void defer(Claimed claimed, Instant until) {
        for (Claimed one : claimed.all()) {
            count(one, counts -> counts.deferred(until));
            unwritten.step(tx -> parts.outbox().putBack(tx, one, until, NoticeReason.QUIET_HOURS.name(), false));
        }
    }

    /** The channel is left alone for a while. */
    void pause(Channel channel, Duration asked, String answer) {
        Instant until = pauseUntil(asked);
        counter.halt(channel, answer, until);
        unwritten.step(tx -> parts.outbox().pause(tx, channel, until, answer));
    }

    /** Untried until then, because of the domain of the address. */
    void holdBack(Claimed claimed, Instant until, String reason) {
        holdBackUntil(claimed, after(Duration.between(parts.now(), until)), reason);
    }

    private void holdBackUntil(Claimed claimed, Instant dueAt, String reason) {
        for (Claimed one : claimed.all()) {
            count(one, counts -> counts.heldBack(one.notice().id(), reason));
            unwritten.step(tx -> parts.outbox().putBack(tx, one, dueAt, reason, false));
        }
    }

    /** A domain is left alone for a while. Returns until when. */
    Instant pauseDomain(Channel channel, String domain, Duration asked, String answer) {
        Instant until = pauseUntil(asked);
        unwritten.step(tx -> parts.outbox().pauseDomain(tx, new Outbox.DomainPause(channel, domain, until, answer)));
        return until;
    }

    private Instant pauseUntil(Duration asked) {
        return after(asked.isNegative() || asked.isZero() ? parts.settings().pause() : asked);
    }

    /** A domain takes messages again. */
    void resumeDomain(Channel channel, String domain) {
        unwritten.step(tx -> parts.outbox().resumeDomains(tx, channel, List.of(domain)));
    }

    /** The notices that begin with the next commit go in a message. */
    void bindBegun(Claimed claimed, NoticeId message) {
        claimed.all().forEach(one -> unwritten.beginStep(tx -> parts.outbox().bind(tx, one, message)));
    }

    /** The notice goes to another address than it was queued for; in the commit that begins it. */
    void readdress(Claimed claimed, Address address) {
        claimed.all().stream()
                .filter(one -> !address.equals(one.notice().address()))
                .forEach(one -> unwritten.beginStep(tx -> parts.outbox().readdress(tx, one, address)));
    }

    /** The type is called in the commit that begins the notices. */
    void sending(Claimed claimed, NoticeType type) {
        Instant now = parts.now();
        claimed.all()
                .forEach(one -> unwritten.beginStep(tx -> callHost(one, () -> type.sending(tx, one.notice(), now))));
    }

    /**
     * One commit: the outcomes so far, and that these notices are on their way. Returns at least those that no other process has taken.
     *
     * @throws GroupCommit.HostFailure if the type of one of these notices failed; nothing is written then
     */
    Set<NoticeId> begin(List<Claimed> next) {
        GroupCommit.Written written = commits.write(unwritten, next);
        count(written);
        return written.begun();
    }

    /** One commit with the outcomes so far, if there are any. */
    void write() {
        while (!unwritten.isEmpty()) {
            try {
                count(commits.write(unwritten, List.of()));
            } catch (GroupCommit.HostFailure e) {
                if (!failedToSuppress(e)) {
                    throw e;
                }
            }
        }
    }

    /** If a type could not take that a notice was suppressed, that was a failed attempt. Returns whether the failure was such a one. */
    boolean failedToSuppress(GroupCommit.HostFailure failure) {
        Claimed claimed = failure.claimed();
        if (!unwritten.withdraw(claimed.notice().id())) {
            return false;
        }
        uncounted.removeIf(one -> one.notice().equals(claimed.notice().id()));
        attempted(claimed);
        tryAgain(claimed, failure.reason(), Map.of());
        return true;
    }

    /** Later than the start of this dispatch in any case, or it would be claimed again at once. */
    private Instant after(Duration wait) {
        return after(parts.now(), wait);
    }

    private Instant after(Instant now, Duration wait) {
        return (now.isBefore(start) ? start : now).plus(wait);
    }
}
