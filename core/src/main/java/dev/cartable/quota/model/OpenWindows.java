package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * The day, the week and the month that an instant falls in, and how long they are the same for others: worked out once, they
 * serve for all users and nearly all day.
 *
 * @param ends the first instant after the day, the week and the month
 * @param from the first instant that they are known for
 * @param until the first instant after those
 */
public record OpenWindows(WindowKeys keys, Map<Window, Instant> ends, Instant from, Instant until) {
    public OpenWindows {
        requireNonNull(keys, "keys");
        ends = Map.copyOf(ends);
        requireNonNull(from, "from");
        requireNonNull(until, "until");
    }

    /** Whether the instant falls in the same windows. If not, it may still do, but has to be asked for. */
    public boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /**
     * The first instant after a window.
     *
     * @throws IllegalArgumentException for {@link Window#CYCLE}, which depends on the user
     */
    public Instant end(Window window) {
        Instant end = ends.get(window);
        if (end == null) {
            throw WindowCalendar.cycleDependsOnUser();
        }
        return end;
    }
}
