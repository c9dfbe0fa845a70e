package dev.cartable.quota;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Allowance.AccessAttributes;
import dev.cartable.quota.model.Allowance.State;
import dev.cartable.quota.model.DataSize;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.Profile.LimitPolicy;
import dev.cartable.quota.model.Profile.SessionRules;
import dev.cartable.quota.model.Resolution;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Resolution.SkippedLevel.Why;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.UserQuota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From what is stored about a user to what they may use. */
final class AllowanceRules {
    private static final List<Window> WINDOWS = List.of(Window.values());

    private AllowanceRules() {}

    /**
     * The answer.
     *
     * @param counters what was used in the windows of {@code now}, under the profile that serves
     * @param throttle the profile that the effective one throttles to; null if it does not
     * @param open the windows of {@code now}
     */
    public static Allowance answer(
            UserQuota userQuota,
            Resolution resolution,
            PerWindow<Traffic> counters,
            @Nullable Profile throttle,
            OpenWindows open,
            Instant now) {
        Candidate effective = resolution.effective();
        if (effective == null || !userQuota.user().active()) {
            return new Allowance(
                    userQuota.user().id(),
                    unserved(userQuota, resolution),
                    resolution,
                    List.of(),
                    AccessAttributes.NONE,
                    now);
        }
        Profile profile = effective.profile();
        List<WindowAllowance> windows = new ArrayList<>(WINDOWS.size());
        for (Window window : WINDOWS) {
            windows.add(WindowAllowance.of(
                    window,
                    counters.get(window),
                    profile.limits(window),
                    window == Window.CYCLE ? end(resolution) : open.end(window)));
        }
        State state = state(profile, windows);
        boolean throttled = state == State.EXCEEDED && throttle != null && throttle.active();
        return new Allowance(
                userQuota.user().id(),
                state,
                resolution,
                windows,
                attributes(profile, windows, throttled ? throttle : null, resolution, state, now),
                now);
    }

    private static State unserved(UserQuota userQuota, Resolution resolution) {
        if (!userQuota.user().active()) {
            return State.DISABLED;
        }
        if (resolution.skipped(Why.EXPIRED) || resolution.skipped(Why.BETWEEN_TERMS)) {
            return State.EXPIRED;
        }
        return resolution.skipped(Why.INACTIVE) ? State.DISABLED : State.NO_PROFILE;
    }

    private static State state(Profile profile, List<WindowAllowance> windows) {
        LimitPolicy limitPolicy = profile.limitPolicy();
        State state = State.WITHIN;
        for (WindowAllowance window : windows) {
            if (window.isBeyond(limitPolicy.gracePercent())) {
                return State.EXCEEDED;
            }
            Integer percent = window.percent();
            if (percent != null && percent >= limitPolicy.warnPercent()) {
                state = State.WARNED;
            }
        }
        return state;
    }

    private static AccessAttributes attributes(
            Profile profile,
            List<WindowAllowance> windows,
            @Nullable Profile throttle,
            Resolution resolution,
            State state,
            Instant now) {
        if (state == State.EXCEEDED && throttle == null) {
            return AccessAttributes.NONE;
        }
        SessionRules sessions = profile.sessions();
        Duration untilCycleEnds = until(end(resolution), now);
        Duration untilFast = throttle == null
                ? null
                : windows.stream()
                        .filter(window -> window.isBeyond(profile.limitPolicy().gracePercent()))
                        .map(window -> until(window.nextResetAt(), now))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return new AccessAttributes(
                earliest(sessions.timeout(), untilCycleEnds, untilFast),
                sessions.idleTimeout(),
                throttle == null ? profile.bandwidth() : throttle.bandwidth(),
                throttle == null ? remaining(windows, profile.limitPolicy().gracePercent()) : null,
                throttle != null);
    }

    private static @Nullable DataSize remaining(List<WindowAllowance> windows, int gracePercent) {
        DataSize least = null;
        for (WindowAllowance window : windows) {
            DataSize left = window.remainingWith(gracePercent);
            if (least == null || (left != null && left.compareTo(least) < 0)) {
                least = left;
            }
        }
        return least;
    }

    private static @Nullable Instant end(Resolution resolution) {
        WindowCalendar.Span cycle = resolution.cycle();
        return cycle == null ? null : cycle.end();
    }

    /** Whole seconds, rounded up, so that nobody is let in again a moment too early. */
    private static @Nullable Duration until(@Nullable Instant end, Instant now) {
        if (end == null) {
            return null;
        }
        Duration left = Duration.between(now, end);
        return Duration.ofSeconds(left.getNano() == 0 ? left.getSeconds() : left.getSeconds() + 1);
    }

    private static @Nullable Duration earliest(@Nullable Duration... durations) {
        Duration earliest = null;
        for (Duration duration : durations) {
            if (earliest == null || (duration != null && duration.compareTo(earliest) < 0)) {
                earliest = duration;
            }
        }
        return earliest;
    }
}
