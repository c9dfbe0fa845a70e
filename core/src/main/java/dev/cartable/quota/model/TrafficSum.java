package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * Bytes up and down, added up exactly: of any size, and below zero where more was taken than given. Immutable.
 *
 * @param up bytes from users
 * @param down bytes to users
 */
public record TrafficSum(BigInteger up, BigInteger down) {
    public static final TrafficSum ZERO = new TrafficSum(BigInteger.ZERO, BigInteger.ZERO);

    private static final BigInteger MAX = BigInteger.valueOf(Traffic.MAX);

    public TrafficSum {
        requireNonNull(up, "up");
        requireNonNull(down, "down");
    }

    public static TrafficSum of(long up, long down) {
        return new TrafficSum(BigInteger.valueOf(up), BigInteger.valueOf(down));
    }

    public static TrafficSum of(Traffic traffic) {
        return of(traffic.up(), traffic.down());
    }

    public TrafficSum plus(TrafficSum more) {
        return new TrafficSum(up.add(more.up), down.add(more.down));
    }

    public TrafficSum minus(TrafficSum less) {
        return new TrafficSum(up.subtract(less.up), down.subtract(less.down));
    }

    /** The opposite: what was added is taken. */
    public TrafficSum negated() {
        return new TrafficSum(up.negate(), down.negate());
    }

    /** Both directions. */
    public BigInteger total() {
        return up.add(down);
    }

    public boolean isZero() {
        return up.signum() == 0 && down.signum() == 0;
    }

    /** Whether something is taken in some direction. */
    public boolean isNegative() {
        return up.signum() < 0 || down.signum() < 0;
    }

    /** Whether a counter would stand at its end, {@link Traffic#MAX}, in some direction. */
    public boolean isFull() {
        return up.compareTo(MAX) >= 0 || down.compareTo(MAX) >= 0;
    }

    /** How far it is below nothing in each direction; zero where it is not. */
    public TrafficSum below() {
        return new TrafficSum(
                up.min(BigInteger.ZERO).negate(), down.min(BigInteger.ZERO).negate());
    }

    /** The nearest amount that is within {@link Traffic#MAX} in each direction, whatever its sign: two of them fit into a long. */
    public TrafficSum clamped() {
        return new TrafficSum(
                up.max(MAX.negate()).min(MAX), down.max(MAX.negate()).min(MAX));
    }

    /** As a counter would say it: no less than nothing in each direction, and no more than {@link Traffic#MAX}. */
    public Traffic counted() {
        return new Traffic(counted(up), counted(down));
    }

    private static long counted(BigInteger bytes) {
        return bytes.max(BigInteger.ZERO).min(MAX).longValue();
    }
}
