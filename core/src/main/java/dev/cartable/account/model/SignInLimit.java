package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many wrong passwords are let pass. The first {@code free} cost nothing; after that each makes the next attempt wait,
 * twice as long each time up to {@code longestWait}; after {@code most} in a row only a new credential opens the account
 * (NIST SP 800-63B, 5.2.2: no more than 100).
 */
public record SignInLimit(int free, Duration firstWait, Duration longestWait, int most) {
    /** What NIST SP 800-63B allows at most. */
    public static final int NIST_MOST = 100;

    private static final int MOST_DOUBLINGS = 20;

    public SignInLimit {
        requireNonNull(firstWait, "firstWait");
        requireNonNull(longestWait, "longestWait");
        if (free < 1 || most < free || most > NIST_MOST) {
            throw new IllegalArgumentException(
                    "a limit of " + most + " with " + free + " free attempts is not within 1 to " + NIST_MOST);
        }
        if (firstWait.isNegative() || firstWait.isZero() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("waits from " + firstWait + " to " + longestWait + " do not grow");
        }
    }

    /** Five free attempts, then waits from 30 seconds to 15 minutes, 100 attempts at most. */
    public static SignInLimit usual() {
        return new SignInLimit(5, Duration.ofSeconds(30), Duration.ofMinutes(15), NIST_MOST);
    }

    /** When the next attempt is let pass: at once if in the past, {@link Instant#MAX} if never. */
    public Instant opensAt(FailedAttempts attempts) {
        Instant last = attempts.last();
        if (last == null || attempts.count() < free) {
            return Instant.MIN;
        }
        if (attempts.count() >= most) {
            return Instant.MAX;
        }
        int doublings = Math.min(attempts.count() - free, MOST_DOUBLINGS);
        Duration wait = firstWait.multipliedBy(1L << doublings);
        return last.plus(wait.compareTo(longestWait) < 0 ? wait : longestWait);
    }

    /** Until when an attempt at {@code now} has to wait; empty if it need not. */
    public Optional<Instant> blockedUntil(FailedAttempts attempts, Instant now) {
        return Optional.of(opensAt(attempts)).filter(now::isBefore);
    }
}
