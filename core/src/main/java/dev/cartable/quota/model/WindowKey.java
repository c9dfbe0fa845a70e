package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Which window of its kind it is: a day, a week or a month by its first local day, a cycle by its start. Of two windows of one
 * kind, the later one is greater; windows of different kinds cannot be compared. Written {@code DAY:2026-11-21}.
 */
public sealed interface WindowKey extends Comparable<WindowKey> {
    /** The kind of the window. */
    Window window();

    /** The key as it is written without its kind: an ISO 8601 date, or an instant for a cycle. */
    String value();

    /**
     * The first local day of a day, a week or a month.
     *
     * @throws IllegalStateException for a cycle
     */
    default LocalDate firstDay() {
        throw new IllegalStateException(this + " does not begin with a day");
    }

    /**
     * The start of a cycle.
     *
     * @throws IllegalStateException for a day, a week or a month
     */
    default Instant start() {
        throw new IllegalStateException(this + " has no start that is the same in all zones");
    }

    /**
     * A day, a week or a month.
     *
     * @param firstDay its first local day
     */
    record Dated(Window window, LocalDate firstDay) implements WindowKey {
        public Dated {
            requireNonNull(firstDay, "firstDay");
            if (window == Window.CYCLE) {
                throw new IllegalArgumentException("a cycle begins with an instant, not with the day " + firstDay);
            }
        }

        /** The first local day after it. */
        public LocalDate next() {
            return switch (window) {
                case DAY -> firstDay.plusDays(1);
                case WEEK -> firstDay.plusDays(7);
                default -> firstDay.plusMonths(1);
            };
        }

        @Override
        public String value() {
            return firstDay.toString();
        }

        @Override
        public int compareTo(WindowKey other) {
            return other instanceof Dated dated && dated.window == window
                    ? firstDay.compareTo(dated.firstDay)
                    : notComparable(this, other);
        }

        @Override
        public String toString() {
            return window + ":" + firstDay;
        }
    }

    /** The validity of a profile, or one of its parts. */
    record Cycle(Instant start) implements WindowKey {
        public Cycle {
            requireNonNull(start, "start");
        }

        @Override
        public Window window() {
            return Window.CYCLE;
        }

        @Override
        public String value() {
            return start.toString();
        }

        @Override
        public int compareTo(WindowKey other) {
            return other instanceof Cycle cycle ? start.compareTo(cycle.start) : notComparable(this, other);
        }

        @Override
        public String toString() {
            return Window.CYCLE + ":" + start;
        }
    }

    private static int notComparable(WindowKey one, WindowKey other) {
        throw new IllegalArgumentException("the windows " + one + " and " + other + " are of different kinds");
    }

    /** The day, week or month that begins with a local day. */
    static WindowKey of(Window window, LocalDate firstDay) {
        return new Dated(window, firstDay);
    }

    /** The cycle that begins at an instant. */
    static WindowKey cycle(Instant start) {
        return new Cycle(start);
    }

    /** Reads what {@link #value()} has written. */
    static WindowKey of(Window window, String value) {
        return window == Window.CYCLE ? cycle(Instant.parse(value)) : of(window, LocalDate.parse(value));
    }

    /** Reads what {@code toString()} has written. */
    static WindowKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("'" + text + "' is no window: DAY:2026-11-21 is");
        }
        return of(Window.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }
}
