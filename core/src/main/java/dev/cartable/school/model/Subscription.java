package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A pupil's right to use the school's learning application, and when they last did.
 *
 * @param from the first day in the school's zone
 * @param to the last day in the school's zone; null means for good
 * @param lastActiveAt when the pupil was last active; null if never
 */
public record Subscription(
        PupilId pupil,
        LocalDate from,
        @Nullable LocalDate to,
        @Nullable Instant lastActiveAt) {
    public Subscription {
        requireNonNull(pupil, "pupil");
        requireNonNull(from, "from");
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "the subscription of pupil " + pupil + " ends on " + to + ", before it begins on " + from);
        }
    }

    /** Whether it holds on {@code day}, a date in the school's zone. */
    public boolean activeOn(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }
}
