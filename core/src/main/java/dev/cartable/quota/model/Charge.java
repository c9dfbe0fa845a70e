package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event, and the windows that it is charged to.
 *
 * @param keys the day, week and month that it fell in
 * @param cycle the start of the cycle that it fell in; null if it belongs to none of the assignment's cycles
 * @param assignment what it is counted under; null if no profile serves the user
 */
public record Charge(
        UsageEvent event,
        WindowKeys keys,
        @Nullable Instant cycle,
        @Nullable Assignment assignment) {
    public Charge {
        requireNonNull(event, "event");
        requireNonNull(keys, "keys");
        if (cycle != null && assignment == null) {
            throw new IllegalArgumentException("event " + event.id() + " is charged to a cycle of no assignment");
        }
    }
}
