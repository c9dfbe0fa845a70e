package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The slots of one schedule in one zone. The rules for local times that do not exist or exist twice are here, so that they are the
 * same under every engine.
 */
final class Occurrences {
    /** A cron expression may name a day that comes once in some years, and never one that a policy skips for longer. */
    private static final int MOST_STEPS = 1_000;

    private static final int MOST_COUNTED = 100_000;

    private final Function<Instant, Optional<Slot>> atOrBefore;
    private final Function<Instant, Optional<Slot>> after;

    /** In seconds; 0 if the slots come at times of the wall clock. */
    private final long interval;

    private Occurrences(
            Function<Instant, Optional<Slot>> atOrBefore, Function<Instant, Optional<Slot>> after, long interval) {
        this.atOrBefore = atOrBefore;
        this.after = after;
        this.interval = interval;
    }

    /** Whether the slots come at an interval, and not at times of the wall clock. */
    boolean isInterval() {
        return interval > 0;
    }

    /** How many slots are due after one time and before another, which is a slot's own; counting ends at 100,000. */
    long between(Instant after, Instant slot) {
        if (isInterval()) {
            long first = Math.floorDiv(after.getEpochSecond(), interval) + 1;
            return Math.min(MOST_COUNTED, Math.max(0, Math.floorDiv(slot.getEpochSecond(), interval) - first));
        }
        long count = 0;
        Optional<Slot> next = after(after);
        while (next.isPresent() && next.get().at().isBefore(slot) && count < MOST_COUNTED) {
            count++;
            next = after(next.get().at());
        }
        return count;
    }

    /**
     * The slots of a schedule in a zone.
     *
     * @param cron reads cron expressions; called only for one
     */
    static Occurrences of(Schedule schedule, ZoneId zone, TaskPolicy policy, Function<String, LocalTimes> cron) {
        requireNonNull(zone, "zone");
        requireNonNull(policy, "policy");
        if (schedule instanceof Schedule.Every every) {
            return every(every.interval());
        }
        LocalTimes times = schedule instanceof Schedule.Daily daily
                ? DateTimes.of(daily)
                : schedule instanceof Schedule.Weekly weekly
                        ? DateTimes.of(weekly)
                        : schedule instanceof Schedule.Monthly monthly
                                ? DateTimes.of(monthly)
                                : cron.apply(schedule.toString());
        WallClock clock = new WallClock(times, zone.getRules(), policy);
        return new Occurrences(clock::atOrBefore, clock::after, 0);
    }

    /** The last slot that was due at or before {@code now}; empty if there is none. */
    Optional<Slot> atOrBefore(Instant now) {
        return atOrBefore.apply(now);
    }

    /** The first slot that is due after {@code now}; empty if there is none. */
    Optional<Slot> after(Instant now) {
        return after.apply(now);
    }

    private static Occurrences every(Duration interval) {
        long seconds = interval.toSeconds();
        return new Occurrences(
                now -> Optional.of(multiple(Math.floorDiv(now.getEpochSecond(), seconds) * seconds)),
                now -> Optional.of(multiple((Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds)),
                seconds);
    }

    private static Slot multiple(long second) {
        Instant at = Instant.ofEpochSecond(second);
        return new Slot(at.toString(), at);
    }

    /** Puts times of the wall clock on the time line. */
    private record WallClock(LocalTimes times, ZoneRules rules, TaskPolicy policy) {
        Optional<Slot> atOrBefore(Instant now) {
            Optional<LocalTimes.Time> time = times.atOrBefore(latestShown(now));
            for (int step = 0; time.isPresent() && step < MOST_STEPS; step++) {
                Optional<Slot> slot = slot(time.get()).filter(due -> !due.at().isAfter(now));
                if (slot.isPresent()) {
                    return slot;
                }
                time = times.atOrBefore(time.get().at().minusNanos(1));
            }
            return Optional.empty();
        }

        Optional<Slot> after(Instant now) {
            Optional<LocalTimes.Time> time = times.after(earliestShown(now));
            for (int step = 0; time.isPresent() && step < MOST_STEPS; step++) {
                Optional<Slot> slot = slot(time.get()).filter(due -> due.at().isAfter(now));
                if (slot.isPresent()) {
                    return slot;
                }
                time = times.after(time.get().at());
            }
            return Optional.empty();
        }

        private Optional<Slot> slot(LocalTimes.Time time) {
            List<ZoneOffset> offsets = rules.getValidOffsets(time.at());
            if (offsets.isEmpty()) {
                return policy.gap() == TaskPolicy.Gap.SKIP || isMissingDate(time.at())
                        ? Optional.empty()
                        : Optional.of(new Slot(
                                time.key(), rules.getTransition(time.at()).getInstant()));
            }
            ZoneOffset offset = offsets.get(policy.overlap() == TaskPolicy.Overlap.EARLIER ? 0 : offsets.size() - 1);
            return Optional.of(new Slot(time.key(), time.at().toInstant(offset)));
        }

        /** Whether the whole date is left out, as 30 December 2011 was in Samoa. */
        private boolean isMissingDate(LocalDateTime time) {
            ZoneOffsetTransition gap = rules.getTransition(time);
            return !gap.getDateTimeBefore().isAfter(time.toLocalDate().atStartOfDay())
                    && !gap.getDateTimeAfter()
                            .isBefore(time.toLocalDate().plusDays(1).atStartOfDay());
        }

        /** The latest time that the wall clock has shown: while it shows an hour again, that is the end of the hour. */
        private LocalDateTime latestShown(Instant now) {
            LocalDateTime shown = LocalDateTime.ofInstant(now, rules.getOffset(now));
            ZoneOffsetTransition last = rules.previousTransition(now.plusNanos(1));
            return last != null && last.isOverlap() && shown.isBefore(last.getDateTimeBefore())
                    ? last.getDateTimeBefore()
                    : shown;
        }

        /** The earliest time from which a slot can follow: before an overlap or after a gap, times may be due that are not after the clock's. */
        private LocalDateTime earliestShown(Instant now) {
            LocalDateTime shown = LocalDateTime.ofInstant(now, rules.getOffset(now));
            ZoneOffsetTransition next = rules.nextTransition(now);
            return next != null && next.isOverlap() && shown.isAfter(next.getDateTimeAfter())
                    ? next.getDateTimeAfter().minusNanos(1)
                    : shown;
        }
    }
}
