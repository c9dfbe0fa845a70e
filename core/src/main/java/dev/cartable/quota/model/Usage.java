package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
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
        return start == null || !isOfCycle(change) ? cycle : cycle.changed(start, change.up(), change.down());
    }

    private boolean isOfCycle(UsageChange change) {
        Assignment to = change.assignment();
        return change.cycle() != null && to != null && to.id().equals(assignment);
    }

    /**
     * As {@link #plus(UsageChange)} of all of them together: what one takes from a window and another adds to it is added up
     * first, so that nothing is lost below nothing.
     */
    public Usage plus(List<UsageChange> changes) {
        List<UsageChange> own = changes.stream().filter(this::isOfCycle).toList();
        return new Usage(
                user,
                active,
                assignment,
                profile,
                plus(day, changes, change -> change.keys().day()),
                plus(week, changes, change -> change.keys().week()),
                plus(month, changes, change -> change.keys().month()),
                plus(cycle, own, change -> requireNonNull(change.cycle())));
    }

    private static <K extends Comparable<? super K>> Counter<K> plus(
            Counter<K> counter, List<UsageChange> changes, Function<UsageChange, K> window) {
        K newest = changes.stream().map(window).reduce(counter.key(), Usage::later);
        TrafficSum sum = changes.stream()
                .filter(change -> window.apply(change).equals(newest))
                .map(change -> TrafficSum.of(change.up(), change.down()))
                .reduce(TrafficSum.ZERO, TrafficSum::plus);
        Traffic more = sum.counted();
        Traffic less = TrafficSum.ZERO.minus(sum).counted();
        return counter.changed(newest, more.up() - less.up(), more.down() - less.down());
    }

    private static <K extends Comparable<? super K>> K later(K one, K other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Which window a counter is in, as its key is written: an ISO 8601 date, or an instant for a cycle. */
    public String key(Window window) {
        return switch (window) {
            case DAY -> day.key().toString();
            case WEEK -> week.key().toString();
            case MONTH -> month.key().toString();
            case CYCLE -> cycle.key().toString();
        };
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
