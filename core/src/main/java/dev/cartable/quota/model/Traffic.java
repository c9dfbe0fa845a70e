package dev.cartable.quota.model;

/**
 * Bytes that went up, from the user, and down, to the user. Each is 0 to {@link #MAX}; sums stay there, so that the total
 * always fits. Immutable.
 */
public record Traffic(long up, long down) {
    /** The most that is counted in one direction: 2⁶²−1 bytes, about 4.6 exabytes. */
    public static final long MAX = (1L << 62) - 1;

    public static final Traffic NONE = new Traffic(0, 0);

    public Traffic {
        if (up < 0 || down < 0) {
            throw new IllegalArgumentException("traffic of " + up + " bytes up and " + down + " down is negative");
        }
        if (up > MAX || down > MAX) {
            throw new IllegalArgumentException("traffic of " + up + " bytes up and " + down
                    + " down is more than can be counted, which is " + MAX + " in each direction");
        }
    }

    /** Both together; what exceeds {@link #MAX} is counted as that. */
    public Traffic plus(Traffic more) {
        return new Traffic(Math.min(MAX, up + more.up), Math.min(MAX, down + more.down));
    }

    /** This and an amount that is added in each direction, or taken if it is negative: not below nothing, nor above {@link #MAX}. */
    public Traffic plus(TrafficSum amount) {
        return TrafficSum.of(this).plus(amount).counted();
    }

    /** Both directions. */
    public DataSize total() {
        return DataSize.ofBytes(up + down);
    }

    public boolean isNone() {
        return up == 0 && down == 0;
    }
}
