package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often wrong passwords may be tried. What is free costs nothing; after that each wrong password makes the next attempt wait,
 * twice as long each time, up to {@code longestWait}. No wait is longer, so that a stranger who guesses cannot lock a parent out
 * for good, and a new credential ends it (NIST SP 800-63B, 5.2.2 asks to slow guesses down).
 *
 * @param free wrong passwords in a row from one source for one username
 * @param accountFree wrong passwords in a row from all sources for one username; of each source, only its free ones count
 * @param sourceFree wrong passwords from one source for all usernames; beyond that, each username has one free attempt from
 *     there instead of {@code free}. One is forgotten each {@code firstWait}
 * @param firstWait the first wait
 * @param longestWait the longest one
 */
public record SignInLimit(int free, int accountFree, int sourceFree, Duration firstWait, Duration longestWait) {
    private static final int MOST_DOUBLINGS = 20;

    public SignInLimit {
        requireNonNull(firstWait, "firstWait");
        requireNonNull(longestWait, "longestWait");
        if (free < 1 || accountFree < free || sourceFree < free) {
            throw new IllegalArgumentException("of " + free + " free attempts from one source, " + accountFree
                    + " for one account and " + sourceFree
                    + " for all accounts of a source, the first must be at least 1"
                    + " and no more than the others");
        }
        if (firstWait.isNegative() || firstWait.isZero() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("waits from " + firstWait + " to " + longestWait + " do not grow");
        }
    }

    /**
     * Five free attempts from one source, 20 for one account, 100 from one source for all accounts, then waits from 30 seconds to
     * 15 minutes.
     */
    public static SignInLimit defaults() {
        return new SignInLimit(5, 20, 100, Duration.ofSeconds(30), Duration.ofMinutes(15));
    }

    /**
     * Until when an attempt at {@code now} has to wait; empty if it need not.
     *
     * @param here wrong passwords from its source for its username
     * @param account wrong passwords that count for its username
     * @param source wrong passwords from its source
     */
    public Optional<Instant> blockedUntil(
            FailedAttempts here, FailedAttempts account, FailedAttempts source, Instant now) {
        Instant opens = opensAt(here, drained(source, now).count() < sourceFree ? free : 1);
        Instant accountOpens = opensAt(account, accountFree);
        return Optional.of(opens.isAfter(accountOpens) ? opens : accountOpens).filter(now::isBefore);
    }

    private Instant opensAt(FailedAttempts attempts, int allowed) {
        Instant last = attempts.last();
        if (last == null || attempts.count() < allowed) {
            return Instant.MIN;
        }
        Duration wait = firstWait.multipliedBy(1L << Math.min(attempts.count() - allowed, MOST_DOUBLINGS));
        return last.plus(wait.compareTo(longestWait) < 0 ? wait : longestWait);
    }

    /** What is left at {@code now} of the wrong passwords of a source. */
    public FailedAttempts drained(FailedAttempts source, Instant now) {
        Instant last = source.last();
        if (last == null) {
            return source;
        }
        long forgotten = Math.max(0, Duration.between(last, now).dividedBy(firstWait));
        return forgotten >= source.count()
                ? FailedAttempts.NONE
                : new FailedAttempts((int) (source.count() - forgotten), last);
    }

    /**
     * Wrong passwords in a row.
     *
     * @param last when the last of them was given; null if there is none
     */
    public record FailedAttempts(int count, @Nullable Instant last) {
        /** None. */
        public static final FailedAttempts NONE = new FailedAttempts(0, null);

        public FailedAttempts {
            if (count < 0 || (count == 0) != (last == null)) {
                throw new IllegalArgumentException(count + " failed attempts, the last at " + last + ", cannot be");
            }
        }

        /** One more. */
        public FailedAttempts plusOne(Instant now) {
            return new FailedAttempts(count + 1, now);
        }
    }
}
