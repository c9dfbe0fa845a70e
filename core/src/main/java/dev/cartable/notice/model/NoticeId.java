package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.TimeOrderedIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The id of a notice: time-ordered, so that sorting by it is sorting by when it was queued. */
public record NoticeId(UUID value) {
    public NoticeId {
        requireNonNull(value, "value");
    }

    /** A new id of a notice that is queued at this instant. */
    public static NoticeId next(Instant now) {
        return new NoticeId(TimeOrderedIds.next(now));
    }

    /** The id of another message with the same notice, where it was in a message with others that has the notice's id. */
    public NoticeId ofAnotherMessage() {
        return new NoticeId(UUID.nameUUIDFromBytes((value + " again").getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
