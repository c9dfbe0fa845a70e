package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;

/**
 * A number that is not what the ledger says it should be.
 *
 * @param figure which number
 * @param key the window; of the record of a day, that day
 * @param stored what stands there
 * @param expected what the ledger says
 */
public record LedgerFault(UserId user, Figure figure, WindowKey key, TrafficSum stored, Traffic expected) {
    /** Where a number is kept. */
    public enum Figure {
        /** The record of a single day, which plots are drawn from and counters are proven by. */
        DAYS,
        /** The counter of the day. */
        DAY,
        /** The counter of the week. */
        WEEK,
        /** The counter of the month. */
        MONTH,
        /** The counter of the validity. */
        CYCLE;

        /** The counter of a window. */
        public static Figure of(Window window) {
            return valueOf(window.name());
        }
    }

    public LedgerFault {
        requireNonNull(user, "user");
        requireNonNull(figure, "figure");
        requireNonNull(key, "key");
        requireNonNull(stored, "stored");
        requireNonNull(expected, "expected");
    }

    /** What has to be added to what stands there. */
    public TrafficSum difference() {
        return TrafficSum.of(expected).minus(stored);
    }

    /** Whether it is the same number, wrong by the same amount. */
    public boolean isAlso(LedgerFault other) {
        return user.equals(other.user)
                && figure == other.figure
                && key.equals(other.key)
                && difference().equals(other.difference());
    }
}
