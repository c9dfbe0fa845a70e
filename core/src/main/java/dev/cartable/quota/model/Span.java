package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param start the first instant in it
 * @param end the first instant after it; null if it does not end
 */
public record Span(Instant start, @Nullable Instant end) {
    public Span {
        requireNonNull(start, "start");
        if (end != null && !end.isAfter(start)) {
            throw new IllegalArgumentException("a span from " + start + " to " + end + " has no length");
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(start) && (end == null || at.isBefore(end));
    }
}
