package dev.cartable.quota.model;

import org.jspecify.annotations.Nullable;

/**
 * How fast a user or a line may be, in kbit/s of 1,000 bits a second, each 1 or more; null where it is not limited.
 *
 * @param up from the user
 * @param down to the user
 */
public record Bandwidth(@Nullable Integer up, @Nullable Integer down) {
    public static final Bandwidth NOT_LIMITED = new Bandwidth(null, null);

    public Bandwidth {
        if ((up != null && up < 1) || (down != null && down < 1)) {
            throw new IllegalArgumentException(
                    "a bandwidth of " + up + " kbit/s up and " + down + " down cannot be: 1 or more, or none at all");
        }
    }

    /** The same in both directions. */
    public static Bandwidth of(int kbits) {
        return new Bandwidth(kbits, kbits);
    }

    /** This one, and in a direction that it does not limit the other one. */
    public Bandwidth orElse(Bandwidth other) {
        return new Bandwidth(up == null ? other.up : up, down == null ? other.down : down);
    }
}
