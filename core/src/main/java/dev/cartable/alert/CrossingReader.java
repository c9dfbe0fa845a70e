package dev.cartable.alert;

import static java.util.Objects.requireNonNull;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Type.Measure;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The crossings of users at an instant, with what forecasts need. Safe for use by several threads. */
final class CrossingReader {
    private final AlertPorts ports;
    private final WindowCalendar calendar;

    CrossingReader(AlertPorts ports, WindowCalendar calendar) {
        this.ports = requireNonNull(ports, "ports");
        this.calendar = requireNonNull(calendar, "calendar");
    }

    /** The crossings of each user who has any. */
    Map<UserId, List<Crossing>> of(Collection<Alert> alerts, Collection<Allowance> users, Instant now) {
        Map<UserId, List<Crossing>> crossings = new LinkedHashMap<>();
        Map<UserId, NavigableMap<LocalDate, Traffic>> days = daysForForecasts(alerts, users, now);
        users.forEach(allowance -> {
            List<Crossing> all = AlertRules.crossings(
                    alerts,
                    allowance,
                    calendar,
                    days.getOrDefault(allowance.user(), Collections.emptyNavigableMap())
                            .navigableKeySet());
            if (!all.isEmpty()) {
                crossings.put(allowance.user(), all);
            }
        });
        return crossings;
    }

    /** The days since the earliest start of a cycle, of those whose profile has a forecast. */
    private Map<UserId, NavigableMap<LocalDate, Traffic>> daysForForecasts(
            Collection<Alert> alerts, Collection<Allowance> users, Instant now) {
        Set<ProfileId> profiles = alerts.stream()
                .filter(alert -> alert.type().measure() == Measure.FORECAST)
                .map(Alert::profile)
                .collect(Collectors.toSet());
        List<Allowance> concerned = users.stream()
                .filter(allowance -> {
                    Candidate effective = allowance.resolution().effective();
                    return effective != null
                            && profiles.contains(effective.profile().id());
                })
                .toList();
        LocalDate month = calendar.keys(now).month().firstDay();
        LocalDate first = concerned.stream()
                .flatMap(allowance -> Optional.ofNullable(allowance.resolution().cycle()).stream())
                .map(cycle -> calendar.day(cycle.start()))
                .reduce(month.minusDays(7), (one, other) -> one.isBefore(other) ? one : other);
        return concerned.isEmpty()
                ? Map.of()
                : ports.quotas().days(concerned.stream().map(Allowance::user).toList(), first, calendar.day(now));
    }
}
