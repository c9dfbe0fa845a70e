package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.UsageChange.Charge;
import dev.cartable.quota.model.UsageEvent;
import dev.cartable.quota.model.UsageReport;
import dev.cartable.quota.model.UsageReport.Refusal;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The use case that counts what users have used. An event that is reported twice counts once, under its user and id; with other
 * bytes or another time it is another event, which is {@linkplain QuotaProblem#CONFLICT refused}. A late one is charged to the window
 * that it happened in. One event or thousands are one transaction, the caller's if there is one, and nothing of a batch is
 * counted before all of it is. Safe for use by several threads and nodes.
 */
final class RecordUsage {
    private final QuotaPorts ports;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final AssignmentSync assignmentSync;
    private final InstantSource time;

    RecordUsage(QuotaPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.reader = new QuotaReader(ports, settings, calendar);
        this.assignmentSync = new AssignmentSync(ports.usage(), reader);
        this.time = requireNonNull(time, "time");
    }

    UsageReport record(UsageEvent event) {
        return record(List.of(event));
    }

    UsageReport record(Collection<UsageEvent> events) {
        Instant now = time.instant();
        List<Refusal> refused = new ArrayList<>();
        List<UsageEvent> timely = new ArrayList<>();
        for (UsageEvent event : events) {
            settings.untimely(event.at(), now)
                    .ifPresentOrElse(problem -> refused.add(Refusal.of(event, problem)), () -> timely.add(event));
        }
        Set<UserId> users = timely.stream().map(UsageEvent::user).collect(Collectors.toSet());
        Map<UserId, ResolvedProfile> known = reader.of(users, now);
        Map<UsageEvent.Key, Charge> charges = new LinkedHashMap<>();
        List<UsageEvent> again = new ArrayList<>();
        Map<FirstUse, Instant> firstUses = new LinkedHashMap<>();
        for (UsageEvent event : timely) {
            ResolvedProfile user = known.get(event.user());
            if (user == null) {
                refused.add(Refusal.of(event, QuotaProblem.UNKNOWN_USER));
            } else if (charges.putIfAbsent(event.key(), reader.charge(event, user, now)) != null) {
                again.add(event);
            } else {
                QuotaReader.firstUse(event, user)
                        .ifPresent(use -> firstUses.merge(use, event.at(), RecordUsage::earlier));
            }
        }
        if (charges.isEmpty()) {
            return new UsageReport(Set.of(), Set.of(), refused);
        }
        Counted done = count(charges.values(), known, firstUses, now);
        Set<UsageEvent.Key> repeated = new HashSet<>();
        charges.values().stream()
                .map(Charge::event)
                .filter(event -> !done.now().contains(event.key()))
                .forEach(again::add);
        for (UsageEvent event : again) {
            UsageEvent earlier = done.now().contains(event.key())
                    ? requireNonNull(charges.get(event.key())).event()
                    : done.before().getOrDefault(event.key(), event);
            if (event.repeats(earlier)) {
                repeated.add(event.key());
            } else {
                refused.add(Refusal.conflict(event, earlier));
            }
        }
        return new UsageReport(done.now(), repeated, refused);
    }

    /** The keys that were counted, and what had been counted before under the others. */
    private record Counted(Set<UsageEvent.Key> now, Map<UsageEvent.Key, UsageEvent> before) {}

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Counted count(
            Collection<Charge> charges,
            Map<UserId, ResolvedProfile> users,
            Map<FirstUse, Instant> firstUses,
            Instant now) {
        assignmentSync.sync(ports.unitOfWork(), users.values(), now);
        return ports.unitOfWork().call(tx -> {
            if (!firstUses.isEmpty()) {
                ports.usage().firstUses(tx, firstUses);
            }
            Set<UsageEvent.Key> counted = ports.usage().count(tx, charges);
            List<UsageEvent.Key> others = charges.stream()
                    .map(charge -> charge.event().key())
                    .filter(key -> !counted.contains(key))
                    .toList();
            return new Counted(
                    counted, others.isEmpty() ? Map.of() : ports.usage().known(others));
        });
    }
}
