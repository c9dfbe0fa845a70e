package dev.cartable.quota.model;

import org.jspecify.annotations.Nullable;

/**
 * A counter of octets as an access server tells it: 32 bits (RFC 2866, 5.3 and 5.4) and, if it tells them, how often these
 * have wrapped (RFC 2869, 5.1 and 5.2).
 *
 * @param low 0 to 2³²−1
 * @param gigawords null if the server does not tell them, which some leave out while they are 0
 */
public record Octets(long low, @Nullable Long gigawords) {
    private static final int BITS = 32;
    private static final long WRAP = 1L << BITS;
    private static final long MOST_GIGAWORDS = Traffic.MAX >>> BITS;

    public Octets {
        if (low < 0 || low >= WRAP) {
            throw new IllegalArgumentException(low + " octets cannot be read from a counter of 32 bits");
        }
        if (gigawords != null && (gigawords < 0 || gigawords > MOST_GIGAWORDS)) {
            throw new IllegalArgumentException(
                    gigawords + " gigawords cannot be counted: 0 to " + MOST_GIGAWORDS + " can");
        }
    }

    /** A counter of a server without gigawords. */
    public static Octets of(long low) {
        return new Octets(low, null);
    }

    /** A counter of a server with gigawords that says so many bytes. */
    public static Octets full(long bytes) {
        return new Octets(bytes & (WRAP - 1), bytes >>> BITS);
    }

    @Override
    public String toString() {
        return gigawords == null ? Long.toString(low) : gigawords + ":" + low;
    }
}
