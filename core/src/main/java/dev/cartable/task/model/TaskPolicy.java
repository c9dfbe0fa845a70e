package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the slots of a task that cannot run as planned.
 *
 * @param gap what becomes of a local time that does not exist, as when clocks go forward
 * @param overlap which of two equal local times counts, as when clocks go back
 * @param grace how late a missed slot may still run, once for all that were missed, and two minutes at least; zero to skip every slot
 *     that was missed; null for half the time to the next slot, and all of it for intervals
 * @param retryBase the wait after the first failure; it doubles with each further one
 * @param retries how often a slot is tried again after failures; 0 to 20
 * @param limits how long a run may take
 */
public record TaskPolicy(
        Gap gap, Overlap overlap, @Nullable Duration grace, Duration retryBase, int retries, Limits limits) {
    private static final int MOST_RETRIES = 20;
    private static final TaskPolicy DEFAULTS =
            new TaskPolicy(Gap.AFTER, Overlap.EARLIER, null, Duration.ofSeconds(60), 3, Limits.defaults());

    public TaskPolicy {
        requireNonNull(gap, "gap");
        requireNonNull(overlap, "overlap");
        requireNonNull(limits, "limits");
        if (grace != null && grace.isNegative()) {
            throw new IllegalArgumentException("grace " + grace + " is negative");
        }
        if (retryBase.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("retryBase is " + retryBase + ", less than a second");
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException("retries is " + retries + ", not 0 to " + MOST_RETRIES);
        }
    }

    /** After a gap, at the earlier of two equal times, late within half the time to the next slot, three retries after 60, 120 and 240 s. */
    public static TaskPolicy defaults() {
        return DEFAULTS;
    }

    /** The same for local times that do not exist, or exist twice. */
    public TaskPolicy withClockChanges(Gap gap, Overlap overlap) {
        return new TaskPolicy(gap, overlap, grace, retryBase, retries, limits);
    }

    /** The same with this grace; zero to skip what was missed. */
    public TaskPolicy withGrace(Duration grace) {
        return new TaskPolicy(gap, overlap, grace, retryBase, retries, limits);
    }

    /** The same with these retries. */
    public TaskPolicy withRetries(Duration base, int retries) {
        return new TaskPolicy(gap, overlap, grace, base, retries, limits);
    }

    /** The same with these limits. */
    public TaskPolicy withLimits(Limits limits) {
        return new TaskPolicy(gap, overlap, grace, retryBase, retries, limits);
    }

    /** How long to wait after the {@code attempt}-th attempt, counted from 1, has failed; empty if it was the last. */
    public Optional<Duration> waitAfter(int attempt) {
        return attempt <= retries
                ? Optional.of(retryBase.multipliedBy(1L << Math.max(0, attempt - 1)))
                : Optional.empty();
    }

    /** What becomes of a local time that does not exist. */
    public enum Gap {
        /** The slot is due at the first moment after the gap. Of a date that does not exist at all, there is no slot. */
        AFTER,
        /** There is no slot. */
        SKIP
    }

    /** Which of two equal local times counts. */
    public enum Overlap {
        /** The first time that the wall clock shows it. */
        EARLIER,
        /** The second time. */
        LATER
    }

    /**
     * How long a run may take.
     *
     * @param soft when a run has to come to an end: it stops after the chunk it is in, and goes on at the next tick
     * @param hard when its lease is lost at the latest, so that it writes nothing any more
     * @param lease how long the lease lasts without progress; each transaction of the run renews it, up to {@code hard}
     */
    public record Limits(Duration soft, Duration hard, Duration lease) {
        private static final Duration LONGEST = Duration.ofHours(12);

        public Limits {
            if (soft.isNegative()
                    || soft.isZero()
                    || soft.compareTo(hard) > 0
                    || lease.compareTo(hard) > 0
                    || lease.compareTo(Duration.ofSeconds(1)) < 0
                    || hard.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "limits of " + soft + " (soft), " + hard + " (hard) and " + lease
                                + " (lease) do not agree: soft and lease are not longer than hard, and hard is 12 hours at most");
            }
        }

        /** 25 minutes to come to an end, 30 minutes at most. */
        public static Limits defaults() {
            return new Limits(Duration.ofMinutes(25), Duration.ofMinutes(30), Duration.ofMinutes(30));
        }

        /** For long work: 12 hours at most, and 30 minutes without progress. */
        public static Limits renewed() {
            return new Limits(Duration.ofMinutes(11 * 60 + 30), LONGEST, Duration.ofMinutes(30));
        }
    }
}
