package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.model.Admission;
import dev.cartable.quota.model.Allowance;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Status;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The use case that lets a user begin a session, or not: because they may not use the network now, or have as many sessions
 * open as their profile allows at a time. Of several that are asked for at once, no more than that are granted, on any number of
 * nodes. A session that was granted and never reported becomes stale like any other. One transaction, the caller's if there is
 * one; safe for use by several threads.
 */
final class AdmitSession {
    private final SessionPorts ports;
    private final QuotaSettings settings;
    private final CheckAllowance allowances;
    private final QuotaReader reader;
    private final SessionAccounting accounting;
    private final InstantSource time;

    AdmitSession(
            SessionPorts ports,
            QuotaSettings settings,
            WindowCalendar calendar,
            CheckAllowance allowances,
            InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.allowances = requireNonNull(allowances, "allowances");
        this.reader = new QuotaReader(ports.quota(), settings, calendar);
        this.accounting = new SessionAccounting(ports, settings, reader);
        this.time = requireNonNull(time, "time");
    }

    Admission admit(Session.Key session) {
        Instant now = time.instant();
        return ports.quota().unitOfWork().call(tx -> {
            ports.sessions().lock(tx, Set.of(session.nas()), Set.of(session.user()));
            return admit(tx, session, now);
        });
    }

    private Admission admit(Tx tx, Session.Key session, Instant now) {
        UserId user = session.user();
        Allowance allowance = allowances.check(user);
        if (!allowance.isServed()) {
            return new Admission.NotServed(allowance);
        }
        List<Session> open = ports.sessions().open(Set.of(user)).getOrDefault(user, List.of()).stream()
                .filter(one -> !isOver(one, allowance, now))
                .toList();
        if (open.stream().anyMatch(one -> one.key().equals(session))) {
            return new Admission.Granted(session, allowance.attributes(), false);
        }
        Integer allowed = profile(allowance).profile().sessions().simultaneous();
        if (allowed != null && open.size() >= allowed) {
            return new Admission.TooManySessions(open, allowed);
        }
        Map<UserId, ResolvedProfile> resolved = reader.of(Set.of(user), now);
        accounting.add(tx, Set.of(SessionReading.of(session, Status.ADMITTED, next(session, now))), resolved, now);
        return new Admission.Granted(session, allowance.attributes(), true);
    }

    private boolean isOver(Session session, Allowance allowance, Instant now) {
        return session.isStale(settings.staleAfter(), now)
                || session.isIdle(profile(allowance).profile().sessions().idleTimeout());
    }

    private static Candidate profile(Allowance allowance) {
        return Objects.requireNonNull(allowance.resolution().effective());
    }

    /** After all that was reported under the key, also where the access server's clock is ahead of ours: it is a new session. */
    private Instant next(Session.Key session, Instant now) {
        return ports.sessions().readings(Map.of(session, now)).getOrDefault(session, List.of()).stream()
                .map(reading -> reading.at().plusNanos(1_000))
                .filter(after -> after.isAfter(now))
                .max(Instant::compareTo)
                .orElse(now);
    }
}
