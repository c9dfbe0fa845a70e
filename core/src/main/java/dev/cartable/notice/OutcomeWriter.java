package dev.cartable.notice;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeReason;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.SentText;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.Outbox.Claimed;
import dev.cartable.notice.port.Outbox.Outcome;
import dev.cartable.notice.port.Receipts;
import dev.cartable.school.model.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of notices: counted at once, and kept until the next commit. Used by one thread at a time. */
final class OutcomeWriter {
    private final Outbox outbox;
    private final GroupCommit commits;
    private final InstantSource clock;
    private final DispatchSettings settings;
    private final Instant start;
    private final FollowUp followUp;
    private final @Nullable Receipts receipts;
    private final DispatchCounter counter = new DispatchCounter();
    private final GroupCommit.Entry unwritten = new GroupCommit.Entry();

    /** @param receipts null if none are kept */
    OutcomeWriter(
            Outbox outbox,
            GroupCommit commits,
            InstantSource clock,
            DispatchSettings settings,
            Instant start,
            FollowUp followUp,
            @Nullable Receipts receipts) {
        this.outbox = outbox;
        this.commits = commits;
        this.clock = clock;
        this.settings = settings;
        this.start = start;
        this.followUp = followUp;
        this.receipts = receipts;
    }

    DispatchCounter counter() {
        return counter;
    }

    /** @param text for the history */
    void sent(Claimed claimed, String answer, @Nullable SentText text) {
        counter.sent();
        unwritten.outcome(new Outcome(claimed, NoticeState.SENT, answer, clock.instant(), text));
    }

    /**
     * The channel has taken it, and owes a receipt.
     *
     * @param text for the history
     */
    void accepted(Claimed claimed, String answer, String reference, @Nullable SentText text) {
        counter.sent();
        Notice notice = claimed.notice();
        Instant now = clock.instant();
        Outcome outcome = new Outcome(claimed, NoticeState.SENT, answer, now, text);
        if (receipts == null) {
            unwritten.outcome(outcome);
        } else {
            unwritten.outcome(
                    outcome,
                    tx -> receipts.expect(
                            tx, notice.channel(), reference, notice.id(), now.plus(settings.receiptPatience())));
        }
    }

    void finish(Claimed claimed, NoticeState state, String reason) {
        finish(claimed, state, reason, null);
    }

    /** @param text for the history */
    void finish(Claimed claimed, NoticeState state, String reason, @Nullable SentText text) {
        counter.count(claimed.notice().id(), state, reason);
        Outcome outcome = new Outcome(claimed, state, reason, clock.instant(), text);
        if (state == NoticeState.FAILED && !claimed.maybeSent()) {
            unwritten.outcome(outcome, followUp.failed(claimed.notice(), clock.instant()));
        } else {
            unwritten.outcome(outcome);
        }
    }

    /** It is no longer true. Its type is called in the same commit, unless the claim was lost. */
    void suppress(Claimed claimed, NoticeType type, String reason) {
        counter.count(claimed.notice().id(), NoticeState.SUPPRESSED, reason);
        Instant now = clock.instant();
        unwritten.outcome(
                new Outcome(claimed, NoticeState.SUPPRESSED, reason, now),
                tx -> type.suppressed(tx, claimed.notice(), reason, now));
    }

    /** After an attempt that was counted: another one later, or {@code last} if that was the last. */
    void tryAgain(Claimed claimed, NoticeState last, String reason, @Nullable SentText text) {
        Optional<Duration> wait = settings.waitAfter(claimed.attempts() + 1);
        if (wait.isEmpty()) {
            finish(claimed, last, reason, text);
            return;
        }
        counter.count(claimed.notice().id(), NoticeState.QUEUED, reason);
        Instant dueAt = after(wait.get());
        unwritten.step(tx -> outbox.putBack(tx, claimed, dueAt, reason, true));
    }

    /** Counts an attempt for a notice that could not even be handed over. */
    void attempted(Claimed claimed) {
        unwritten.step(tx -> outbox.sending(tx, List.of(claimed), settings.lease()));
    }

    /** As if it had not been claimed. */
    void putBackUntried(Claimed claimed, String reason) {
        counter.heldBack(claimed.notice().id(), reason);
        unwritten.step(tx -> outbox.putBack(tx, claimed, claimed.notice().dueAt(), reason, false));
    }

    /** One that may have been sent is not put back, or that would be forgotten; its claim just runs out. */
    void holdBack(Claimed claimed, String reason) {
        counter.heldBack(claimed.notice().id(), reason);
        if (!claimed.maybeSent()) {
            Instant dueAt = after(settings.pause());
            unwritten.step(tx -> outbox.putBack(tx, claimed, dueAt, reason, false));
        }
    }

    /** Later, because it can wait until the quiet hours are over. */
    void defer(Claimed claimed, Instant until) {
        counter.deferred(until);
        unwritten.step(tx -> outbox.putBack(tx, claimed, until, NoticeReason.QUIET_HOURS.name(), false));
    }

    /** The channel is left alone for a while. */
    void pause(Channel channel, Duration asked, String answer) {
        Instant until = after(asked.isNegative() || asked.isZero() ? settings.pause() : asked);
        counter.halt(channel, answer, until);
        unwritten.step(tx -> outbox.pause(tx, channel, until, answer));
    }

    /** Untried until then, because of the domain of the address. One that may have been sent is not put back; its claim just runs out. */
    void holdBack(Claimed claimed, Instant until, String reason) {
        counter.heldBack(claimed.notice().id(), reason);
        if (!claimed.maybeSent()) {
            Instant dueAt = after(Duration.between(clock.instant(), until));
            unwritten.step(tx -> outbox.putBack(tx, claimed, dueAt, reason, false));
        }
    }

    /** A domain is left alone for a while. Returns until when. */
    Instant pauseDomain(Channel channel, String domain, Duration asked, String answer) {
        Instant until = after(asked.isNegative() || asked.isZero() ? settings.pause() : asked);
        unwritten.step(tx -> outbox.pauseDomain(tx, new Outbox.DomainPause(channel, domain, until, answer)));
        return until;
    }

    /** A domain takes messages again. */
    void resumeDomain(Channel channel, String domain) {
        unwritten.step(tx -> outbox.resumeDomains(tx, channel, List.of(domain)));
    }

    /** The notice goes to another address than it was queued for; in the commit that begins it. */
    void readdress(Claimed claimed, Address address) {
        unwritten.step(tx -> outbox.readdress(tx, claimed, address));
    }

    /** The type is called in the commit that begins the notice. */
    void sending(Notice notice, NoticeType type) {
        Instant now = clock.instant();
        unwritten.step(tx -> type.sending(tx, notice, now));
    }

    /** One commit: the outcomes so far, and that these notices are on their way. Returns at least those that no other process has taken. */
    Set<NoticeId> begin(List<Claimed> next) {
        return commits.write(unwritten, next);
    }

    /** One commit with the outcomes so far, if there are any. */
    void write() {
        if (!unwritten.isEmpty()) {
            commits.write(unwritten, List.of());
        }
    }

    /** Later than the start of this dispatch in any case, or it would be claimed again at once. */
    private Instant after(Duration wait) {
        Instant now = clock.instant();
        return (now.isBefore(start) ? start : now).plus(wait);
    }
}
