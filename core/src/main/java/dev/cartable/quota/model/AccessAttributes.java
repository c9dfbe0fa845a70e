package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an access point needs to know, in the words of RADIUS (RFC 2865, RFC 2869); null where nothing is limited.
 *
 * @param sessionTimeout Session-Timeout: until the session rules, the end of the validity, or the end of a window that is
 *     served slower, whichever comes first; whole seconds
 * @param idleTimeout Idle-Timeout, whole seconds
 * @param bandwidth from the profile, or from the one that it throttles to
 * @param remaining what may still be used before the tightest limit and its grace
 * @param throttled whether the bandwidth is that of another profile, because a limit is used up
 */
public record AccessAttributes(
        @Nullable Duration sessionTimeout,
        @Nullable Duration idleTimeout,
        Bandwidth bandwidth,
        @Nullable DataSize remaining,
        boolean throttled) {
    /** Of somebody who is not served. */
    public static final AccessAttributes NONE = new AccessAttributes(null, null, Bandwidth.NOT_LIMITED, null, false);

    public AccessAttributes {
        requireNonNull(bandwidth, "bandwidth");
    }

    /** The lower 32 bits of what remains, for attributes that hold no more; null if nothing is limited. */
    public @Nullable Long remainingOctets() {
        return remaining == null ? null : remaining.bytes() & 0xFFFF_FFFFL;
    }

    /** How many times 2³² bytes remain beside {@link #remainingOctets()}. */
    public @Nullable Long remainingGigawords() {
        return remaining == null ? null : remaining.bytes() >>> 32;
    }

    /** What remains, or the most that 32 bits hold if that is less: for access points without gigawords. */
    public @Nullable Long remainingOctetsClipped() {
        return remaining == null ? null : Math.min(remaining.bytes(), 0xFFFF_FFFFL);
    }
}
