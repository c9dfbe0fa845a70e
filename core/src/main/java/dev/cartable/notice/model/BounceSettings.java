package dev.cartable.notice.model;

import java.time.Duration;

/**
 * When an address gets no more e-mail: after one {@linkplain Bounce.Type#HARD hard} bounce or complaint, or after some soft bounces.
 *
 * @param softBounces so many, 1 to 100
 * @param within in so many days, 1 to 365
 */
public record BounceSettings(int softBounces, int within) {
    private static final BounceSettings DEFAULTS = new BounceSettings(3, 30);

    public BounceSettings {
        require("softBounces", softBounces, 100);
        require("within", within, 365);
    }

    private static void require(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not 1 to " + max);
        }
    }

    /** Three soft bounces in 30 days. */
    public static BounceSettings defaults() {
        return DEFAULTS;
    }

    /** The days in which soft bounces are counted. */
    public Duration period() {
        return Duration.ofDays(within);
    }
}
