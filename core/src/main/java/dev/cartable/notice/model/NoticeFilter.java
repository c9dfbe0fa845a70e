package dev.cartable.notice.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which notices are meant: those that meet every condition that is given. Immutable: each method returns another filter.
 *
 * @param state those in this state; null for all
 * @param kind those of this kind; null for all
 * @param recipient those to this recipient; null for all
 * @param queuedBefore those that were queued before this instant; null for all
 */
public record NoticeFilter(
        @Nullable NoticeState state,
        @Nullable Kind kind,
        @Nullable Recipient recipient,
        @Nullable Instant queuedBefore) {

    /** All notices. */
    public static NoticeFilter all() {
        return new NoticeFilter(null, null, null, null);
    }

    /** Those in this state; null for any. */
    public NoticeFilter in(@Nullable NoticeState newState) {
        return new NoticeFilter(newState, kind, recipient, queuedBefore);
    }

    /** Those of this kind; null for any. */
    public NoticeFilter of(@Nullable Kind newKind) {
        return new NoticeFilter(state, newKind, recipient, queuedBefore);
    }

    /** Those to this recipient; null for any. */
    public NoticeFilter to(@Nullable Recipient newRecipient) {
        return new NoticeFilter(state, kind, newRecipient, queuedBefore);
    }

    /** Those that were queued before this instant; null for any time. */
    public NoticeFilter queuedBefore(@Nullable Instant before) {
        return new NoticeFilter(state, kind, recipient, before);
    }

    /** Whether a notice meets every condition. */
    public boolean matches(Notice.Entry entry) {
        Notice notice = entry.notice();
        return (state == null || entry.state() == state)
                && (kind == null || notice.kind().equals(kind))
                && (recipient == null || notice.recipient().equals(recipient))
                && (queuedBefore == null || notice.queuedAt().isBefore(queuedBefore));
    }
}
