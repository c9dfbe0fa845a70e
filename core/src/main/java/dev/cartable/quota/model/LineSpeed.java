package dev.cartable.quota.model;

/**
 * How fast a user's line is, in kbit/s. A counter that wrapped would have grown by up to 4 GiB: where the line cannot have carried
 * that, the counter was reset instead.
 */
public record LineSpeed(int up, int down) {
    /** 1 Gbit/s in each direction. */
    public static final LineSpeed DEFAULT = of(1_000_000);

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
}
