package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The id of a notice: time-ordered, so that sorting by it is sorting by when it was queued. */
public record NoticeId(UUID value) {
    public NoticeId {
        requireNonNull(value, "value");
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
