package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of one answer. A person who answers again gives an answer with another id. */
public record AnswerId(UUID value) {
    public AnswerId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote. */
    public static AnswerId of(String text) {
        return new AnswerId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
