package dev.cartable.inmemory;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.NoticeId;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.Address;
import dev.cartable.work.Leases;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A notice as the outbox in memory keeps it, waiting or final.
 *
 * @param holder who has claimed it until {@code until}, by the store's clock; null if nobody has
 * @param fence how often it was claimed
 * @param text what was handed over, for the history
 * @param digestKey what those that go together have in common; null if it goes alone
 * @param message the message that it is bound to; null if to none
 */
record InMemoryNotice(
        Notice notice,
        NoticeState state,
        int attempts,
        Instant dueAt,
        Leases.@Nullable Holder holder,
        Instant until,
        long fence,
        @Nullable String reason,
        Instant changedAt,
        Notice.@Nullable SentText text,
        @Nullable String digestKey,
        @Nullable NoticeId message) {

    static InMemoryNotice queued(Notice notice) {
        return new InMemoryNotice(
                notice,
                NoticeState.QUEUED,
                0,
                notice.dueAt(),
                null,
                Instant.MIN,
                0,
                null,
                notice.queuedAt(),
                null,
                notice.digestKey().orElse(null),
                null);
    }

    boolean isDue(Instant now) {
        return (state == NoticeState.QUEUED || state == NoticeState.SENDING) && !dueAt.isAfter(now);
    }

    /** Whether it is not claimed, or its claim has run out. */
    boolean isFree(Instant storeNow) {
        return holder == null || !until.isAfter(storeNow) || holder.isGone();
    }

    boolean canBeRetried() {
        boolean failed =
                state == NoticeState.FAILED || state == NoticeState.UNCERTAIN || state == NoticeState.UNCONFIRMED;
        boolean printed = state == NoticeState.SENT && notice.channel().equals(Channel.LETTER);
        return (failed || printed) && !notice.address().equals(Address.DELETED);
    }

    InMemoryNotice retried(Instant now) {
        NoticeId other = notice.id().ofAnotherMessage();
        boolean isTaken = notice.id().equals(message) || other.equals(message);
        return new InMemoryNotice(
                notice, NoticeState.QUEUED, 0, now, null, until, fence, null, now, text, null, isTaken ? other : null);
    }

    /** Whether it waits, or was being sent by a claim that has run out. */
    boolean isUnsent(Instant storeNow) {
        return state == NoticeState.QUEUED
                || (state == NoticeState.SENDING && (holder == null || !until.isAfter(storeNow)));
    }

    InMemoryNotice held(String why, Instant now) {
        return new InMemoryNotice(
                notice,
                NoticeState.HELD,
                attempts,
                dueAt,
                null,
                until,
                fence,
                why,
                now,
                text,
                message == null ? digestKey : null,
                null);
    }

    InMemoryNotice claimed(Leases.Holder newHolder, Instant newUntil) {
        return new InMemoryNotice(
                notice, state, attempts, dueAt, newHolder, newUntil, fence + 1, reason, changedAt, text, digestKey,
                message);
    }

    InMemoryNotice sending(Instant newUntil) {
        return new InMemoryNotice(
                notice,
                NoticeState.SENDING,
                attempts + 1,
                dueAt,
                holder,
                newUntil,
                fence,
                reason,
                changedAt,
                text,
                message == null ? null : message.toString(),
                message);
    }

    InMemoryNotice putBack(NoticeState newState, Instant newDueAt, int newAttempts, @Nullable String why, Instant now) {
        return new InMemoryNotice(
                notice, newState, newAttempts, newDueAt, null, until, fence, why, now, text, digestKey, message);
    }

    InMemoryNotice finished(NoticeState outcome, @Nullable String why, Instant now) {
        if (!outcome.isFinal()) {
            throw new IllegalArgumentException("notice " + notice.id() + " cannot end as " + outcome
                    + ", which is not final; put it back instead");
        }
        return new InMemoryNotice(
                notice, outcome, attempts, dueAt, null, until, fence, why, now, text, digestKey, message);
    }

    /** Of another subject, without a revision and a slot. */
    InMemoryNotice about(Subject subject) {
        Notice other = new Notice(
                notice.id(),
                notice.kind(),
                subject,
                "",
                notice.recipient(),
                notice.channel(),
                "",
                notice.address(),
                notice.language(),
                notice.variables(),
                notice.queuedAt(),
                notice.dueAt(),
                notice.joinable());
        return new InMemoryNotice(
                other, state, attempts, dueAt, holder, until, fence, reason, changedAt, text, digestKey, message);
    }

    /** With the words for the history. */
    InMemoryNotice withText(Notice.@Nullable SentText newText) {
        return new InMemoryNotice(
                notice, state, attempts, dueAt, holder, until, fence, reason, changedAt, newText, digestKey, message);
    }

    InMemoryNotice boundTo(@Nullable NoticeId newMessage) {
        return new InMemoryNotice(
                notice, state, attempts, dueAt, holder, until, fence, reason, changedAt, text, digestKey, newMessage);
    }

    InMemoryNotice readdressed(Address address) {
        return new InMemoryNotice(
                notice.with(address, notice.variables()),
                state,
                attempts,
                dueAt,
                holder,
                until,
                fence,
                reason,
                changedAt,
                text,
                digestKey,
                message);
    }

    boolean isForgotten() {
        return notice.address().equals(Address.DELETED) && notice.variables().isEmpty();
    }

    /** Without the address, the variables and what the channel answered; its key is made of none of them. */
    InMemoryNotice forgotten(@Nullable String why) {
        return new InMemoryNotice(
                notice.with(Address.DELETED, Map.of()),
                state,
                attempts,
                dueAt,
                holder,
                until,
                fence,
                why,
                changedAt,
                null,
                digestKey,
                message);
    }

    /** With other texts. */
    InMemoryNotice redacted(UnaryOperator<String> change) {
        Map<String, String> changed = new HashMap<>();
        notice.variables().forEach((name, value) -> changed.put(name, change.apply(value)));
        return new InMemoryNotice(
                notice.with(notice.address(), changed),
                state,
                attempts,
                dueAt,
                holder,
                until,
                fence,
                reason == null ? null : change.apply(reason),
                changedAt,
                text == null ? null : new Notice.SentText(change.apply(text.subject()), change.apply(text.text())),
                digestKey,
                message);
    }

    Notice.Entry entry() {
        return new Notice.Entry(notice, state, attempts, reason, changedAt, text);
    }
}
