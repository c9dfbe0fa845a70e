package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.List;
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
        PerWindow<Counter> counters) {
    /** The key of a counter of cycles that has been in none yet: earlier than every cycle. */
    public static final Instant NO_CYCLE = Instant.EPOCH;

    public Usage {
        requireNonNull(user, "user");
        requireNonNull(counters, "counters");
        if ((assignment == null) != (profile == null)) {
            throw new IllegalArgumentException(
                    "the usage of " + user + " has assignment " + assignment + " with profile " + profile);
        }
    }

    /**
     * Nothing has been used yet.
     *
     * @param keys the windows to begin with; without a cycle it is {@link #NO_CYCLE}
     */
    public static Usage none(UserId user, @Nullable Assignment assignment, WindowKeys keys) {
        return new Usage(
                user,
                assignment != null,
                assignment == null ? null : assignment.id(),
                assignment == null ? null : assignment.profile(),
                PerWindow.of(window -> {
                    WindowKey key = keys.of(window);
                    return Counter.none(key == null ? WindowKey.cycle(NO_CYCLE) : key);
                }));
    }

    /**
     * Each counter with what was added to its window, or taken from it, if that is not older than the one that it is in. The
     * cycle's counts only what is charged to the assignment that it is of.
     */
    public Usage plus(UsageChange change) {
        return plus(List.of(change));
    }

    /**
     * As {@link #plus(UsageChange)} of all of them together: what one takes from a window and another adds to it is added up
     * first, so that nothing is lost below nothing.
     */
    public Usage plus(List<UsageChange> changes) {
        return with(PerWindow.of(window -> plus(counter(window), changes)));
    }

    private Counter plus(Counter counter, List<UsageChange> changes) {
        WindowKey newest = counter.key();
        TrafficSum sum = TrafficSum.ZERO;
        for (UsageChange change : changes) {
            WindowKey key = charged(change, counter.key().window());
            int newer = key == null ? -1 : key.compareTo(newest);
            if (key != null && newer >= 0) {
                sum = newer > 0 ? change.amount() : sum.plus(change.amount());
                newest = key;
            }
        }
        return counter.plus(newest, sum);
    }

    /** The window that a change counts in; null for the cycle of another assignment. */
    private @Nullable WindowKey charged(UsageChange change, Window window) {
        Assignment to = change.assignment();
        return window == Window.CYCLE && (to == null || !to.id().equals(assignment))
                ? null
                : change.keys().of(window);
    }

    /** The same user and assignment with other counters. */
    public Usage with(PerWindow<Counter> changed) {
        return new Usage(user, active, assignment, profile, changed);
    }

    /** No profile serves the user any more; what was counted stays. */
    public Usage disabled() {
        return new Usage(user, false, assignment, profile, counters);
    }

    public Counter counter(Window window) {
        return counters.get(window);
    }

    /** Which window a counter is in. */
    public WindowKey key(Window window) {
        return counter(window).key();
    }

    public Traffic traffic(Window window) {
        return counter(window).traffic();
    }

    /**
     * What has been used in one window.
     *
     * @param key which window it is; a later one has a greater key
     */
    public record Counter(WindowKey key, Traffic traffic) {
        public Counter {
            requireNonNull(key, "key");
            requireNonNull(traffic, "traffic");
        }

        /** Of a window in which nothing has been used yet. */
        public static Counter none(WindowKey key) {
            return new Counter(key, Traffic.NONE);
        }

        /**
         * What it says of the window {@code current}: nothing has been used yet if it is of an earlier one. A counter of a later
         * window stays as it is, since a clock that goes back reopens no window.
         */
        public Traffic in(WindowKey current) {
            return key.compareTo(current) < 0 ? Traffic.NONE : traffic;
        }

        /**
         * The counter after an amount was added in {@code window}, or taken if it is negative: a newer window begins anew, the same
         * one goes on, and an older one changes nothing. So it ends the same whatever the order.
         */
        public Counter plus(WindowKey window, TrafficSum amount) {
            int newer = window.compareTo(key);
            return newer < 0 ? this : new Counter(window, (newer > 0 ? Traffic.NONE : traffic).plus(amount));
        }
    }
}
