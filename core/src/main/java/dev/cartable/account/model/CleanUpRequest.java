package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Brake;
import java.time.Duration;

/**
 * How a clean-up treats orphans.
 *
 * @param grace how long after an account was first seen without a pupil it is deactivated; zero means at once
 * @param brake stops a run in which too many accounts would be deactivated or lose all their pupils
 */
public record CleanUpRequest(Duration grace, Brake brake) {
    /** The usual grace. */
    public static final Duration GRACE = Duration.ofDays(30);

    public CleanUpRequest {
        requireNonNull(grace, "grace");
        requireNonNull(brake, "brake");
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace of " + grace + " is below zero");
        }
    }

    /** With 30 days of grace and the usual brake. */
    public static CleanUpRequest defaults() {
        return new CleanUpRequest(GRACE, Brake.defaults());
    }

    /** With another grace. */
    public CleanUpRequest grace(Duration grace) {
        return new CleanUpRequest(grace, brake);
    }

    /** With another brake. */
    public CleanUpRequest brake(Brake brake) {
        return new CleanUpRequest(grace, brake);
    }
}
