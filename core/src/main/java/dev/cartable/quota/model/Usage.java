package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user has used, in the windows that they were last charged in. Counters roll over when they are read or next written,
 * by their keys: nothing has to run at midnight.
 *
 * @param active whether a profile serves the user; false once the last one was taken away
 * @param assignment what the counters are counted under; null before any profile served the user
 * @param profile the profile of that assignment; null with it
 */
public record Usage(
        UserId user,
        boolean active,
        @Nullable UUID assignment,
        @Nullable ProfileId profile,
        Counter<LocalDate> day,
        Counter<LocalDate> week,
        Counter<LocalDate> month,
        Counter<Instant> cycle) {
    /** The key of a counter of cycles that has been in none yet: earlier than every cycle. */
    public static final Instant NO_CYCLE = Instant.EPOCH;

    public Usage {
        requireNonNull(user, "user");
        requireNonNull(day, "day");
        requireNonNull(week, "week");
        requireNonNull(month, "month");
        requireNonNull(cycle, "cycle");
        if ((assignment == null) != (profile == null)) {
            throw new IllegalArgumentException(
                    "the usage of " + user + " has assignment " + assignment + " with profile " + profile);
        }
    }

    /** Nothing has been used yet. */
    public static Usage none(UserId user, @Nullable Assignment assignment, WindowKeys keys, Instant cycle) {
        return new Usage(
                user,
                assignment != null,
                assignment == null ? null : assignment.id(),
                assignment == null ? null : assignment.profile(),
                new Counter<>(keys.day(), Traffic.NONE),
                new Counter<>(keys.week(), Traffic.NONE),
                new Counter<>(keys.month(), Traffic.NONE),
                new Counter<>(cycle, Traffic.NONE));
    }

    /** What a user's first charge of all makes. */
    public static Usage first(Charge charge) {
        return first(UsageChange.of(charge));
    }

    /** As {@link #first(Charge)}. */
    public static Usage first(UsageChange change) {
        return none(change.user(), change.assignment(), change.keys(), NO_CYCLE).plus(change);
    }

    /**
     * Each counter with what was used in its window, if that is not older than the one that it is in. The cycle's counts only
     * what is charged to the assignment that it is of.
     */
    public Usage plus(Charge charge) {
        return plus(UsageChange.of(charge));
    }

    /** As {@link #plus(Charge)}, where something may also be taken away. */
    public Usage plus(UsageChange change) {
        return new Usage(
                user,
                active,
                assignment,
                profile,
                day.changed(change.keys().day(), change.up(), change.down()),
                week.changed(change.keys().week(), change.up(), change.down()),
                month.changed(change.keys().month(), change.up(), change.down()),
                cyclePlus(change));
    }

    private Counter<Instant> cyclePlus(UsageChange change) {
        Instant start = change.cycle();
        Assignment to = change.assignment();
        return start == null || to == null || !to.id().equals(assignment)
                ? cycle
                : cycle.changed(start, change.up(), change.down());
    }

    /** No profile serves the user any more; what was counted stays. */
    public Usage disabled() {
        return new Usage(user, false, assignment, profile, day, week, month, cycle);
    }

    public Traffic traffic(Window window) {
        return switch (window) {
            case DAY -> day.traffic();
            case WEEK -> week.traffic();
            case MONTH -> month.traffic();
            case CYCLE -> cycle.traffic();
        };
    }
}
