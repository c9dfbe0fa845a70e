package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowAllowance;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.quota.model.WindowKeys;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which alerts a user's allowance reaches. */
final class AlertRules {
    private AlertRules() {}

    /** From how many days with use on a forecast is made. */
    public static final int DAYS_OF_DATA = 3;

    /**
     * The crossings of the alerts that belong to the profile which serves the user; near the threshold there is none.
     *
     * @param days on which days the user has used something, as far back as any window goes; read for forecasts only
     */
    public static List<Crossing> crossings(
            Collection<Alert> alerts, Allowance allowance, WindowCalendar calendar, NavigableSet<LocalDate> days) {
        Candidate effective = allowance.resolution().effective();
        if (effective == null) {
            return List.of();
        }
        return alerts.stream()
                .filter(Alert::active)
                .filter(alert -> alert.profile().equals(effective.profile().id()))
                .flatMap(alert -> switch (alert.type().measure()) {
                    case VALIDITY -> validity(alert, allowance, calendar).stream();
                    case FORECAST -> forecasts(alert, allowance, calendar, days);
                    case USE -> windows(alert, allowance, calendar);
                })
                .toList();
    }

    private static Stream<Crossing> windows(Alert alert, Allowance allowance, WindowCalendar calendar) {
        return allowance.windows().stream()
                .filter(window -> alert.watches(window.window()))
                .flatMap(window -> {
                    Integer percent = window.percent();
                    return percent == null
                            ? Stream.empty()
                            : crossing(alert, allowance, key(window.window(), allowance, calendar), percent, null)
                                    .stream();
                });
    }

    private static Stream<Crossing> forecasts(
            Alert alert, Allowance allowance, WindowCalendar calendar, NavigableSet<LocalDate> days) {
        return allowance.windows().stream()
                .filter(window -> window.window() != Window.DAY && alert.watches(window.window()))
                .flatMap(window -> forecast(alert, window, allowance, calendar, days).stream());
    }

    /** Nothing is forecast of what is used up already. */
    private static Optional<Crossing> forecast(
            Alert alert,
            WindowAllowance window,
            Allowance allowance,
            WindowCalendar calendar,
            NavigableSet<LocalDate> days) {
        Instant now = allowance.at();
        Instant end = window.nextResetAt();
        Instant start = start(window.window(), allowance, calendar);
        if (start == null || end == null || window.isUsedUp()) {
            return Optional.empty();
        }
        NavigableSet<LocalDate> used = days.subSet(calendar.day(start), true, calendar.day(now), true);
        if (used.size() < DAYS_OF_DATA) {
            return Optional.empty();
        }
        Instant first = calendar.start(used.first());
        Duration passed = Duration.between(first.isAfter(start) ? first : start, now);
        return window.projected(passed, Duration.between(now, end))
                .flatMap(projection -> crossing(
                        alert,
                        allowance,
                        key(window.window(), allowance, calendar),
                        projection.percent(),
                        projection.usedUpAfter() == null ? null : now.plus(projection.usedUpAfter())));
    }

    /** When counting began: with the window, or with the profile if that came later. */
    private static @Nullable Instant start(Window window, Allowance allowance, WindowCalendar calendar) {
        Candidate effective = allowance.resolution().effective();
        WindowCalendar.Span cycle = allowance.resolution().cycle();
        WindowKeys keys = calendar.keys(allowance.at()).withCycle(cycle == null ? null : cycle.start());
        WindowKey key = keys.of(window);
        Instant start = key == null ? null : calendar.start(key);
        Instant since = effective == null ? null : effective.assignment().since();
        return start != null && since != null && since.isAfter(start) ? since : start;
    }

    private static Optional<Crossing> validity(Alert alert, Allowance allowance, WindowCalendar calendar) {
        WindowCalendar.Span cycle = allowance.resolution().cycle();
        Instant end = cycle == null ? null : cycle.end();
        if (cycle == null || end == null) {
            return Optional.empty();
        }
        int percent = percent(Duration.between(cycle.start(), allowance.at()), Duration.between(cycle.start(), end));
        return crossing(alert, allowance, key(Window.CYCLE, allowance, calendar), percent, null);
    }

    private static int percent(Duration passed, Duration whole) {
        return BigInteger.valueOf(Math.max(0, passed.toSeconds()))
                .multiply(BigInteger.valueOf(100))
                .divide(BigInteger.valueOf(Math.max(1, whole.toSeconds())))
                .intValue();
    }

    private static Optional<Crossing> crossing(
            Alert alert, Allowance allowance, WindowKey window, int percent, @Nullable Instant usedUpAt) {
        boolean reached = percent >= alert.threshold();
        boolean below = percent < alert.threshold() - alert.hysteresis();
        return reached || below
                ? Optional.of(new Crossing(alert, allowance.user(), window, percent, reached, usedUpAt))
                : Optional.empty();
    }

    private static WindowKey key(Window window, Allowance allowance, WindowCalendar calendar) {
        WindowKeys keys =
                calendar.keys(allowance.at()).withCycle(allowance.resolution().cycleKey());
        return requireNonNull(keys.of(window), "of a user who is served, all windows are known");
    }
}
