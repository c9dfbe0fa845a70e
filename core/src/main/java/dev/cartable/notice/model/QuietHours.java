package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hours of each day in which messages that can wait are not sent; they are sent afterwards.
 *
 * @param from their first minute
 * @param to the first minute after them, on the next day if it is not later than {@code from}
 * @param zone where these times are read; a time that a day skips counts as the first one after it
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
    /** How much of a day has to be left: messages that wait could hardly go in less. */
    public static final Duration LEAST_FREE = Duration.ofHours(2);

    public QuietHours {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(zone, "zone");
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours from " + from + " to " + to + " have no length");
        }
    }

    /**
     * Reads quiet hours as they are written, such as {@code 21:00-07:00}.
     *
     * @throws IllegalArgumentException if they are written otherwise
     */
    public static QuietHours parse(String text, ZoneId zone) {
        String[] times = text.strip().split("\\s*[-–]\\s*", -1);
        try {
            if (times.length == 2) {
                return new QuietHours(LocalTime.parse(times[0]), LocalTime.parse(times[1]), zone);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(unreadable(text), e);
        }
        throw new IllegalArgumentException(unreadable(text));
    }

    private static String unreadable(String text) {
        return "'" + text + "' are no quiet hours; write them as 21:00-07:00";
    }

    /** When the quiet hours that an instant is in are over; empty if it is in none. */
    public Optional<Instant> endAfter(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, zone);
        return Stream.of(day.minusDays(1), day)
                .filter(first -> !at.isBefore(start(first)) && at.isBefore(end(first)))
                .map(this::end)
                .findFirst();
    }

    /** When the next quiet hours after an instant begin. */
    public Instant startAfter(Instant at) {
        return Stream.iterate(LocalDate.ofInstant(at, zone), day -> day.plusDays(1))
                .map(this::start)
                .filter(start -> start.isAfter(at))
                .findFirst()
                .orElseThrow();
    }

    /** Whether they leave enough of each day for messages that wait: {@link #LEAST_FREE}. */
    public boolean leaveTime() {
        Duration free = Duration.between(to, from);
        return (free.isNegative() ? free.plusDays(1) : free).compareTo(LEAST_FREE) >= 0;
    }

    private Instant start(LocalDate day) {
        return day.atTime(from).atZone(zone).toInstant();
    }

    private Instant end(LocalDate day) {
        return (to.isAfter(from) ? day : day.plusDays(1))
                .atTime(to)
                .atZone(zone)
                .toInstant();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return from + "-" + to;
    }
}
