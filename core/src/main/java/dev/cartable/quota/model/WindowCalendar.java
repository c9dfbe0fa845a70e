package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.CalendarPeriod;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a school's windows begin and end. Days, weeks and months begin with the first instant of a local day, which is not
 * always midnight, and a day may have 23, 24 or 25 hours, or not exist at all. Immutable and safe for use by several threads.
 *
 * @param firstDay the first day of a week
 * @param terms the term that a day is in
 */
public record WindowCalendar(ZoneId zone, DayOfWeek firstDay, Function<LocalDate, Optional<CalendarPeriod>> terms) {
    public WindowCalendar {
        requireNonNull(zone, "zone");
        requireNonNull(firstDay, "firstDay");
        requireNonNull(terms, "terms");
    }

    /** A calendar with weeks from Monday (ISO 8601) and without terms. */
    public static WindowCalendar of(ZoneId zone) {
        return new WindowCalendar(zone, DayOfWeek.MONDAY, day -> Optional.empty());
    }

    /** The local day that an instant is in. */
    public LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** The windows that an instant falls in. */
    public WindowKeys keys(Instant at) {
        return keys(day(at));
    }

    /** The windows that a local day falls in. */
    public WindowKeys keys(LocalDate day) {
        return new WindowKeys(key(Window.DAY, day), key(Window.WEEK, day), key(Window.MONTH, day), null);
    }

    private WindowKey.Dated key(Window window, LocalDate day) {
        LocalDate first = switch (window) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(firstDay));
            case MONTH -> day.withDayOfMonth(1);
            case CYCLE -> throw cycleDependsOnUser();
        };
        return new WindowKey.Dated(window, first);
    }

    /** The first instant of a window. */
    public Instant start(WindowKey key) {
        return key instanceof WindowKey.Cycle cycle ? cycle.start() : start(key.firstDay());
    }

    /** The first instant of a local day; of one that the zone has skipped, the first after it. */
    public Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /**
     * The first instant after the day, week or month that an instant is in.
     *
     * @throws IllegalArgumentException for {@link Window#CYCLE}, which depends on the user
     */
    public Instant end(Window window, Instant at) {
        LocalDate next = key(window, day(at)).next();
        Instant end = start(next);
        return end.isAfter(at) ? end : start(next.plusDays(1));
    }

    private static IllegalArgumentException cycleDependsOnUser() {
        return new IllegalArgumentException("a cycle has no end that is the same for all");
    }

    /**
     * The cycle of a validity that an instant falls in, or the last one before it: its end says whether it is over.
     *
     * @param anchor when it began: the assignment, or the first use
     * @return empty if there is none, which happens between terms
     */
    public Optional<Span> cycle(Validity validity, Instant anchor, Instant at) {
        return switch (validity.unit()) {
            case UNLIMITED -> Optional.of(new Span(anchor, null));
            case DAYS ->
                Optional.of(new Span(
                        anchor, anchor.atZone(zone).plusDays(validity.length()).toInstant()));
            case MONTHS -> Optional.of(months(validity.length(), day(anchor), at));
            case TERM ->
                terms.apply(day(at))
                        .map(term ->
                                new Span(start(term.first()), start(term.last().plusDays(1))));
        };
    }

    /** Counted from the anchor each time, so that the 31st comes back after a short month. */
    private Span months(int length, LocalDate anchor, Instant at) {
        ZonedDateTime local = at.atZone(zone);
        long gone = ChronoUnit.MONTHS.between(
                        anchor.withDayOfMonth(1), local.toLocalDate().withDayOfMonth(1))
                / length;
        long cycle = Math.max(0, gone);
        while (cycle > 0 && start(anchor.plusMonths(cycle * length)).isAfter(at)) {
            cycle--;
        }
        return new Span(start(anchor.plusMonths(cycle * length)), start(anchor.plusMonths((cycle + 1) * length)));
    }

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
}
