package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.school.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may use now.
 *
 * @param resolution which profile says so
 * @param windows one for each {@link Window}, in its order; empty if no profile serves the user
 * @param attributes what a captive portal sends to the access point
 * @param at the instant that this was true
 */
public record Allowance(
        UserId user,
        State state,
        Resolution resolution,
        List<WindowAllowance> windows,
        AccessAttributes attributes,
        Instant at) {
    /** How a user stands. */
    public enum State {
        /** Below every warning. */
        WITHIN,
        /** Beyond the soft limit, or in the grace of a hard one. */
        WARNED,
        /** A limit and its grace are used up: {@link Allowance#exceeded()} says which. */
        EXCEEDED,
        /** The validity of the only profiles is over. */
        EXPIRED,
        /** The user is inactive, or the only profiles are. */
        DISABLED,
        /** No profile is assigned on any level. */
        NO_PROFILE
    }

    public Allowance {
        requireNonNull(user, "user");
        requireNonNull(state, "state");
        requireNonNull(resolution, "resolution");
        windows = List.copyOf(windows);
        requireNonNull(attributes, "attributes");
        requireNonNull(at, "at");
    }

    /**
     * How one window stands.
     *
     * @throws IllegalStateException if no profile serves the user
     */
    public WindowAllowance window(Window window) {
        return windows.stream()
                .filter(one -> one.window() == window)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no profile serves user " + user + ", who is " + state));
    }

    /** Whether the user may use the network now, be it slower than usual. */
    public boolean isServed() {
        return switch (state) {
            case WITHIN, WARNED -> true;
            case EXCEEDED -> attributes.throttled();
            case EXPIRED, DISABLED, NO_PROFILE -> false;
        };
    }

    /** The windows whose limit and grace are used up. */
    public List<Window> exceeded() {
        Candidate effective = resolution.effective();
        int grace = effective == null ? 0 : effective.profile().limitPolicy().gracePercent();
        return windows.stream()
                .filter(window -> window.isBeyond(grace))
                .map(WindowAllowance::window)
                .toList();
    }

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
        public static final AccessAttributes NONE =
                new AccessAttributes(null, null, Bandwidth.NOT_LIMITED, null, false);

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
}
