package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.util.List;

/**
 * What a user may use now.
 *
 * @param resolution which profile says so
 * @param windows one for each {@link Window}, in its order; empty if no profile serves the user
 * @param attributes what a captive portal tells the access point
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
}
