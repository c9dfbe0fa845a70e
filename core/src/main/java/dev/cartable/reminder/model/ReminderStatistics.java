package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.work.Counts;
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

    /**
     * What became of some reminders, in numbers of a person and a channel.
     *
     * @param sent taken by the channel, whether or not a receipt came
     * @param waiting queued, and not sent yet
     * @param failed refused by the channel, tried in vain, or not decided because the rule failed
     * @param uncertain they may or may not have gone out
     * @param suppressed a rule, a right or a holiday spoke against it, when it was planned or when it was due
     * @param cancelled a person has decided, after they were queued, that they are not sent
     * @param noChannel the person cannot be reached
     * @param held a brake holds them until a person decides
     * @param discarded a person has decided, while they were held, that they are not sent
     * @param imported sent by an older system
     */
    public record ReminderTally(
            long sent,
            long waiting,
            long failed,
            long uncertain,
            long suppressed,
            long cancelled,
            long noChannel,
            long held,
            long discarded,
            long imported)
            implements Counts {
        /** No reminders. */
        public static final ReminderTally NONE = new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Some entries of the ledger. */
        static ReminderTally of(ReminderStatistics.Count count) {
            NoticeState state = count.state();
            long entries = count.entries();
            return switch (count.outcome()) {
                case QUEUED -> queued(state, entries);
                case NO_CHANNEL -> new ReminderTally(0, 0, 0, 0, 0, 0, entries, 0, 0, 0);
                case SUPPRESSED -> new ReminderTally(0, 0, 0, 0, entries, 0, 0, 0, 0, 0);
                case HELD -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, entries, 0, 0);
                case DISCARDED -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, entries, 0);
                case FAILED -> new ReminderTally(0, 0, entries, 0, 0, 0, 0, 0, 0, 0);
                case IMPORTED -> new ReminderTally(0, 0, 0, 0, 0, 0, 0, 0, 0, entries);
            };
        }

        /** A notice without a state is gone from the history, and what became of it is not known. */
        private static ReminderTally queued(@Nullable NoticeState state, long entries) {
            if (state == null) {
                return new ReminderTally(0, 0, 0, entries, 0, 0, 0, 0, 0, 0);
            }
            return switch (state) {
                case SENT, UNCONFIRMED -> new ReminderTally(entries, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                case QUEUED, SENDING, HELD -> new ReminderTally(0, entries, 0, 0, 0, 0, 0, 0, 0, 0);
                case FAILED -> new ReminderTally(0, 0, entries, 0, 0, 0, 0, 0, 0, 0);
                case UNCERTAIN -> new ReminderTally(0, 0, 0, entries, 0, 0, 0, 0, 0, 0);
                case SUPPRESSED -> new ReminderTally(0, 0, 0, 0, entries, 0, 0, 0, 0, 0);
                case CANCELLED -> new ReminderTally(0, 0, 0, 0, 0, entries, 0, 0, 0, 0);
            };
        }

        /** These and others. */
        public ReminderTally plus(ReminderTally more) {
            return new ReminderTally(
                    sent + more.sent,
                    waiting + more.waiting,
                    failed + more.failed,
                    uncertain + more.uncertain,
                    suppressed + more.suppressed,
                    cancelled + more.cancelled,
                    noChannel + more.noChannel,
                    held + more.held,
                    discarded + more.discarded,
                    imported + more.imported);
        }

        /** Those that were queued and should have been sent: all but the suppressed and the cancelled. */
        public long expected() {
            return sent + missing();
        }

        /** Those that were queued, and are neither sent nor settled otherwise. */
        public long missing() {
            return waiting + failed + uncertain;
        }
    }
}
