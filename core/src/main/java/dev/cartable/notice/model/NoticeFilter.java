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
 * @param channel those that go by this channel; null for all
 */
public record NoticeFilter(
        @Nullable NoticeState state,
        @Nullable Kind kind,
        @Nullable Recipient recipient,
        @Nullable Instant queuedBefore,
        @Nullable Channel channel) {

    /** By any channel. */
    public NoticeFilter(
            @Nullable NoticeState state,
            @Nullable Kind kind,
            @Nullable Recipient recipient,
            @Nullable Instant queuedBefore) {
        this(state, kind, recipient, queuedBefore, null);
    }

    /** All notices. */
    public static NoticeFilter all() {
        return new NoticeFilter(null, null, null, null);
    }

    /** Those in this state; null for any. */
    public NoticeFilter in(@Nullable NoticeState newState) {
        return new NoticeFilter(newState, kind, recipient, queuedBefore, channel);
    }

    /** Those of this kind; null for any. */
    public NoticeFilter of(@Nullable Kind newKind) {
        return new NoticeFilter(state, newKind, recipient, queuedBefore, channel);
    }

    /** Those to this recipient; null for any. */
    public NoticeFilter to(@Nullable Recipient newRecipient) {
        return new NoticeFilter(state, kind, newRecipient, queuedBefore, channel);
    }

    /** Those that were queued before this instant; null for any time. */
    public NoticeFilter queuedBefore(@Nullable Instant before) {
        return new NoticeFilter(state, kind, recipient, before, channel);
    }

    /** Those that go by this channel; null for any. */
    public NoticeFilter by(@Nullable Channel newChannel) {
        return new NoticeFilter(state, kind, recipient, queuedBefore, newChannel);
    }

    /** Whether a notice meets every condition. */
    public boolean matches(Notice.Entry entry) {
        Notice notice = entry.notice();
        return (state == null || entry.state() == state)
                && (kind == null || notice.kind().equals(kind))
                && (recipient == null || notice.recipient().equals(recipient))
                && (queuedBefore == null || notice.queuedAt().isBefore(queuedBefore))
                && (channel == null || notice.channel().equals(channel));
    }
}
