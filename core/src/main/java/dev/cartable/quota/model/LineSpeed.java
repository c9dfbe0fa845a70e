package dev.cartable.quota.model;

import java.time.Duration;

/**
 * How fast a user's line is, in kbit/s. A counter that wrapped would have grown by up to 4 GiB: where the line cannot have carried
 * that, the counter was reset instead.
 */
public record LineSpeed(int up, int down) {
    /** 1 Gbit/s in each direction. */
    public static final LineSpeed DEFAULT = of(1_000_000);

    /** Bursts and clocks: a line is trusted to carry up to this many times its speed. */
    private static final long MARGIN = 2;

    private static final long BYTES_PER_KBIT = 125;

    public LineSpeed {
        if (up < 1 || down < 1) {
            throw new IllegalArgumentException(
                    "a line of " + up + " kbit/s up and " + down + " down cannot be: 1 or more are needed");
        }
    }

    /** The same in both directions. */
    public static LineSpeed of(int kbits) {
        return new LineSpeed(kbits, kbits);
    }

    /** The speed of a profile where it sets one, and this one otherwise. */
    public LineSpeed limitedTo(Bandwidth bandwidth) {
        Integer limitUp = bandwidth.up();
        Integer limitDown = bandwidth.down();
        return new LineSpeed(limitUp == null ? up : limitUp, limitDown == null ? down : limitDown);
    }

    /** The most bytes that can have gone up in that time; a second more is granted, since servers count whole seconds. */
    long mostUp(Duration time) {
        return most(up, time);
    }

    /** As {@link #mostUp}, down. */
    long mostDown(Duration time) {
        return most(down, time);
    }

    private static long most(int kbits, Duration time) {
        return Math.min(Traffic.MAX / (MARGIN * BYTES_PER_KBIT * kbits), time.toSeconds() + 1)
                * (MARGIN * BYTES_PER_KBIT * kbits);
    }
}
