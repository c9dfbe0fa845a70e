package dev.cartable.alert.model;

import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Candidate;
import dev.cartable.quota.model.Span;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKeys;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which alerts a user's allowance reaches. */
public final class AlertRules {
    private AlertRules() {}

    /** The crossings of the alerts that belong to the profile which serves the user; near the threshold there is none. */
    public static List<Crossing> crossings(Collection<Alert> alerts, Allowance allowance, WindowCalendar calendar) {
        Candidate effective = allowance.resolution().effective();
        if (effective == null) {
            return List.of();
        }
        return alerts.stream()
                .filter(Alert::active)
                .filter(alert -> alert.profile().equals(effective.profile().id()))
                .flatMap(alert -> alert.type() == AlertType.VALIDITY_EXPIRING
                        ? validity(alert, allowance).stream()
                        : windows(alert, allowance, calendar))
                .toList();
    }

    private static Stream<Crossing> windows(Alert alert, Allowance allowance, WindowCalendar calendar) {
        return allowance.windows().stream()
                .filter(window -> alert.watches(window.window()))
                .flatMap(window -> {
                    Integer percent = window.percent();
                    return percent == null
                            ? Stream.empty()
                            : crossing(alert, allowance, window.window(), key(window, allowance, calendar), percent)
                                    .stream();
                });
    }

    private static Optional<Crossing> validity(Alert alert, Allowance allowance) {
        Span cycle = allowance.resolution().cycle();
        Instant end = cycle == null ? null : cycle.end();
        if (cycle == null || end == null) {
            return Optional.empty();
        }
        int percent = percent(Duration.between(cycle.start(), allowance.at()), Duration.between(cycle.start(), end));
        return crossing(alert, allowance, Window.CYCLE, cycleKey(allowance), percent);
    }

    private static int percent(Duration passed, Duration whole) {
        return BigInteger.valueOf(Math.max(0, passed.toSeconds()))
                .multiply(BigInteger.valueOf(100))
                .divide(BigInteger.valueOf(Math.max(1, whole.toSeconds())))
                .intValue();
    }

    private static Optional<Crossing> crossing(
            Alert alert, Allowance allowance, Window window, String key, int percent) {
        boolean reached = percent >= alert.threshold();
        boolean below = percent < alert.threshold() - alert.hysteresis();
        return reached || below
                ? Optional.of(new Crossing(alert, allowance.user(), window, key, percent, reached))
                : Optional.empty();
    }

    private static String key(WindowAllowance window, Allowance allowance, WindowCalendar calendar) {
        WindowKeys keys = calendar.keys(allowance.at());
        return switch (window.window()) {
            case DAY -> keys.day().toString();
            case WEEK -> keys.week().toString();
            case MONTH -> keys.month().toString();
            case CYCLE -> cycleKey(allowance);
        };
    }

    private static String cycleKey(Allowance allowance) {
        return String.valueOf(allowance.resolution().cycleKey());
    }
}
