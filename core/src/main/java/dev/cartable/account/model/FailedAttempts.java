package dev.cartable.account.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
