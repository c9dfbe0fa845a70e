package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reminders in numbers. A reminder belongs to the day of its rule's time, in the school's zone. Immutable.
 *
 * @param today the day on which they were counted
 * @param weekStart the first day of the week that {@code today} is in
 * @param counts all of them, from {@code first} to {@code today}
 * @param first the first day of the series
 */
public record ReminderStatistics(LocalDate today, LocalDate weekStart, LocalDate first, List<Count> counts) {
    private static final int DAYS = 7;

    public ReminderStatistics {
        requireNonNull(today, "today");
        requireNonNull(weekStart, "weekStart");
        requireNonNull(first, "first");
        counts = List.copyOf(counts);
    }

    /** Those of today, by kind. */
    public Map<Kind, ReminderTally> ofToday() {
        return byKind(today, today);
    }

    /** Those of this week until today, by kind. */
    public Map<Kind, ReminderTally> ofThisWeek() {
        return byKind(weekStart, today);
    }

    /** Those of today and the six days before, by kind. */
    public Map<Kind, ReminderTally> ofLastSevenDays() {
        return byKind(today.minusDays(DAYS - 1), today);
    }

    /** Those of each day from {@link #first} to {@link #today}, also of days without any. */
    public SortedMap<LocalDate, ReminderTally> perDay() {
        SortedMap<LocalDate, ReminderTally> days = new TreeMap<>();
        first.datesUntil(today.plusDays(1)).forEach(day -> days.put(day, ReminderTally.NONE));
        counts.forEach(count -> days.merge(count.day(), ReminderTally.of(count), ReminderTally::plus));
        return days;
    }

    private Map<Kind, ReminderTally> byKind(LocalDate from, LocalDate to) {
        return byKind(counts.stream()
                .filter(count -> !count.day().isBefore(from) && !count.day().isAfter(to))
                .toList());
    }

    /** The numbers of each kind, in the order of the kinds' names. */
    public static SortedMap<Kind, ReminderTally> byKind(List<Count> counts) {
        SortedMap<Kind, ReminderTally> kinds = new TreeMap<>(Comparator.comparing(Kind::name));
        counts.forEach(count -> kinds.merge(count.kind(), ReminderTally.of(count), ReminderTally::plus));
        return kinds;
    }

    /**
     * How many entries the ledger has of a day.
     *
     * @param day the day of the rule's time, in the school's zone
     * @param state the present state of the notices; null where there are none
     */
    public record Count(
            LocalDate day,
            Kind kind,
            ReminderEntry.Outcome outcome,
            @Nullable NoticeState state,
            long entries) {
        public Count {
            requireNonNull(day, "day");
            requireNonNull(kind, "kind");
            requireNonNull(outcome, "outcome");
        }
    }
}
