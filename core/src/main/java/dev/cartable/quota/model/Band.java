package dev.cartable.quota.model;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of their limits users have used, in steps: the highest percentage over the limits of a window counts, as it is and
 * not rounded. A step begins with its lower bound: 25 % is the second one.
 */
public enum Band {
    /** Less than 25 %. */
    UP_TO_25(0),
    /** From 25 %. */
    UP_TO_50(25),
    /** From 50 %. */
    UP_TO_75(50),
    /** From 75 %. */
    UP_TO_90(75),
    /** From 90 % to 100 % itself, where the limit is used up. */
    UP_TO_100(90),
    /** More than the limit. */
    BEYOND(100),
    /** The window has no limit. */
    NO_LIMIT(-1);

    /** Those of a limit, the lowest first. */
    public static final List<Band> OF_LIMIT = List.of(UP_TO_25, UP_TO_50, UP_TO_75, UP_TO_90, UP_TO_100, BEYOND);

    private final int from;

    Band(int from) {
        this.from = from;
    }

    /** The band of a use. */
    public static Band of(Traffic used, Profile.Limits limits) {
        long total = used.total().bytes();
        return Stream.of(of(total, limits.total()), of(used.up(), limits.up()), of(used.down(), limits.down()))
                .filter(band -> band != NO_LIMIT)
                .max(Band::compareTo)
                .orElse(NO_LIMIT);
    }

    private static Band of(long used, Limit limit) {
        Band found = NO_LIMIT;
        for (Band band : OF_LIMIT) {
            Long least = band.least(limit);
            found = least != null && used >= least ? band : found;
        }
        return found;
    }

    /** The fewest bytes of a limit that are in this band or a higher one; null if there are none, or no limit. */
    public @Nullable Long least(Limit limit) {
        if (!(limit instanceof Limit.AtMost most) || this == NO_LIMIT) {
            return null;
        }
        long bytes = most.size().bytes();
        if (this == BEYOND) {
            return bytes == Long.MAX_VALUE ? null : bytes + 1;
        }
        BigInteger[] share = BigInteger.valueOf(bytes)
                .multiply(BigInteger.valueOf(from))
                .divideAndRemainder(BigInteger.valueOf(100));
        return share[0].longValueExact() + share[1].signum();
    }
}
