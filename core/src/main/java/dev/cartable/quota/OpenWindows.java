package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKeys;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;

/**
 * The day, the week and the month that an instant falls in, and how long they are the same for others: worked out once, they
 * serve for all users and nearly all day.
 *
 * @param ends the first instant after the day, the week and the month
 * @param from the first instant that they are known for
 * @param until the first instant after those
 */
record OpenWindows(WindowKeys keys, Map<Window, Instant> ends, Instant from, Instant until) {
    OpenWindows {
        requireNonNull(keys, "keys");
        ends = Map.copyOf(ends);
        requireNonNull(from, "from");
        requireNonNull(until, "until");
    }

    /** The windows that an instant falls in, with their ends; the same for all instants until the day or the zone's offset ends. */
    static OpenWindows of(WindowCalendar calendar, Instant at) {
        WindowKeys keys = calendar.keys(at);
        Instant dayEnd = calendar.end(Window.DAY, at);
        LocalDate day = keys.date();
        Instant from = calendar.start(day);
        Instant until = dayEnd;
        ZoneOffsetTransition next = calendar.zone().getRules().nextTransition(at);
        if (next != null && next.getInstant().isBefore(until)) {
            until = next.getInstant();
        }
        ZoneOffsetTransition last = calendar.zone().getRules().previousTransition(at.plusNanos(1));
        if (last != null && last.getInstant().isAfter(from)) {
            from = last.getInstant();
        }
        // Where clocks are put back over midnight, a day comes twice.
        if (!calendar.day(from).equals(day)) {
            from = at;
        }
        if (!calendar.day(until.minusNanos(1)).equals(day)) {
            until = at.plusNanos(1);
        }
        Map<Window, Instant> ends = Map.of(
                Window.DAY,
                dayEnd,
                Window.WEEK,
                calendar.end(Window.WEEK, at),
                Window.MONTH,
                calendar.end(Window.MONTH, at));
        return new OpenWindows(keys, ends, from, until);
    }

    /** Whether the instant falls in the same windows. If not, it may still do, but has to be asked for. */
    boolean covers(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    /**
     * The first instant after a window.
     *
     * @throws IllegalArgumentException for {@link Window#CYCLE}, which depends on the user
     */
    Instant end(Window window) {
        Instant end = ends.get(window);
        if (end == null) {
            throw new IllegalArgumentException("a cycle has no end that is the same for all");
        }
        return end;
    }
}
