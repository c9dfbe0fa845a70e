package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.internal.SessionTimeline;
import dev.cartable.quota.internal.UsageIncrement;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.UsageChange;
import dev.cartable.quota.model.Validity;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.UsageStore.FirstUse;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be written so that everything agrees with the sessions as they are known now. Used by one thread, once. */
final class SessionChanges {
    private final QuotaReader reader;
    private final Map<UserId, ResolvedProfile> users;
    private final List<Session> gone = new ArrayList<>();
    private final List<Session> current = new ArrayList<>();
    private final Map<Contribution, TrafficSum> uses = new LinkedHashMap<>();
    private final Map<Charged, TrafficSum> usage = new LinkedHashMap<>();
    private final Set<Charged> touched = new HashSet<>();
    private final Map<FirstUse, Instant> firstUses = new HashMap<>();

    /**
     * Nothing yet.
     *
     * @param users all users whose sessions will be reported
     */
    SessionChanges(QuotaReader reader, Map<UserId, ResolvedProfile> users) {
        this.reader = reader;
        this.users = users;
    }

    private record Contribution(Session.Key key, Instant started, LocalDate day) {}

    private record Charged(
            UserId user, LocalDate day, @Nullable Instant cycle) {}

    /** The sessions under a key were known as the one, and are now known as the other. */
    void replace(Session.Key key, SessionTimeline before, SessionTimeline after) {
        Set<Session> known = Set.copyOf(before.sessions());
        Set<Instant> stays = new HashSet<>();
        for (Session session : after.sessions()) {
            stays.add(session.started());
            if (!known.contains(session)) {
                current.add(session);
            }
        }
        before.sessions().stream()
                .filter(session -> !stays.contains(session.started()))
                .forEach(gone::add);
        // Two readings of one instant may have grown by the same.
        Map<UsageIncrement, Integer> difference = new LinkedHashMap<>();
        before.increments().forEach(increment -> difference.merge(increment, -1, Integer::sum));
        after.increments().forEach(increment -> difference.merge(increment, 1, Integer::sum));
        difference.forEach((increment, times) -> {
            for (int i = Math.abs(times); i > 0; i--) {
                charge(key, increment, Integer.signum(times));
            }
        });
    }

    private void charge(Session.Key key, UsageIncrement increment, int sign) {
        WindowCalendar calendar = reader.calendar();
        Candidate effective = effective(key.user());
        for (UsageIncrement.Part part : increment.split(cuts(increment, effective))) {
            LocalDate day = calendar.day(part.from());
            TrafficSum traffic = TrafficSum.of(part.traffic());
            TrafficSum amount = sign < 0 ? traffic.negated() : traffic;
            uses.merge(new Contribution(key, increment.started(), day), amount, TrafficSum::plus);
            usage.merge(new Charged(key.user(), day, cycle(effective, part.from())), amount, TrafficSum::plus);
        }
    }

    /**
     * Where local days begin, and where a cycle begins or ends. Cycles of months and of terms do so with a day, those of days
     * with the time of the assignment.
     */
    private List<Instant> cuts(UsageIncrement increment, @Nullable Candidate effective) {
        WindowCalendar calendar = reader.calendar();
        List<Instant> cuts = new ArrayList<>();
        for (Instant cut = calendar.end(Window.DAY, increment.from());
                cut.isBefore(increment.to());
                cut = calendar.end(Window.DAY, cut)) {
            cuts.add(cut);
        }
        if (effective != null) {
            Instant since = effective.assignment().since();
            cuts.add(since);
            if (effective.profile().validity().unit() == Validity.Unit.DAYS) {
                calendar.cycle(effective.profile().validity(), since, increment.from())
                        .map(WindowCalendar.Span::end)
                        .ifPresent(cuts::add);
            }
        }
        return cuts;
    }

    private @Nullable Candidate effective(UserId user) {
        ResolvedProfile resolved = users.get(user);
        return resolved == null ? null : resolved.resolution().effective();
    }

    private @Nullable Instant cycle(@Nullable Candidate effective, Instant at) {
        return effective == null ? null : reader.cycle(effective, at);
    }

    /** A reading says that the windows which it falls in have begun, even if nothing was used in them. */
    void touch(SessionReading reading) {
        UserId user = reading.key().user();
        Candidate effective = effective(user);
        Charged charged = new Charged(user, reader.calendar().day(reading.at()), cycle(effective, reading.at()));
        usage.putIfAbsent(charged, TrafficSum.ZERO);
        touched.add(charged);
        if (effective != null
                && effective.profile().validity().start() == Validity.Start.FIRST_USE
                && !reading.at().isBefore(effective.assignment().since())) {
            firstUses.merge(
                    new FirstUse(user, effective.assignment().id()),
                    reading.at(),
                    (one, other) -> one.isBefore(other) ? one : other);
        }
    }

    /** The users whose use of some day or cycle becomes less. */
    Set<UserId> losers() {
        return usage.entrySet().stream()
                .filter(entry -> entry.getValue().isNegative())
                .map(entry -> entry.getKey().user())
                .collect(Collectors.toSet());
    }

    /** Writes all of it: first uses, counters and days in the order that recording use has, and then sessions. */
    void write(Tx tx, SessionPorts ports) {
        if (!firstUses.isEmpty()) {
            ports.quota().usage().firstUses(tx, firstUses);
        }
        List<UsageChange> changes = new ArrayList<>();
        usage.forEach((charged, sum) -> {
            if (!sum.isZero() || touched.contains(charged)) {
                changes.add(change(charged, sum));
            }
        });
        if (!changes.isEmpty()) {
            ports.quota().usage().change(tx, changes);
        }
        List<Session.DayUsage> contributions = new ArrayList<>();
        uses.forEach((to, sum) -> {
            if (!sum.isZero()) {
                contributions.add(new Session.DayUsage(to.key(), to.started(), to.day(), sum.clamped()));
            }
        });
        ports.sessions().contribute(tx, contributions);
        ports.sessions().remove(tx, gone);
        ports.sessions().put(tx, current);
    }

    private UsageChange change(Charged charged, TrafficSum sum) {
        Candidate effective = effective(charged.user());
        return new UsageChange(
                charged.user(),
                reader.calendar().keys(charged.day()).withCycle(charged.cycle()),
                effective == null ? null : effective.assignment(),
                sum.clamped());
    }
}
