package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of a notice: time-ordered, so that sorting by it is sorting by when it was queued. */
public record NoticeId(UUID value) {
    public NoticeId {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
