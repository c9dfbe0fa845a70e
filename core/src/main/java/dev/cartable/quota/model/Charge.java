package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An event, and the windows that it is charged to.
 *
 * @param keys the day, week, month and cycle that it fell in; without a cycle if it belongs to none of the assignment's cycles
 * @param assignment what it is counted under; null if no profile serves the user
 */
public record Charge(
        UsageEvent event, WindowKeys keys, @Nullable Assignment assignment) {
    public Charge {
        requireNonNull(event, "event");
        requireNonNull(keys, "keys");
        if (keys.cycle() != null && assignment == null) {
            throw new IllegalArgumentException("event " + event.id() + " is charged to a cycle of no assignment");
        }
    }
}
