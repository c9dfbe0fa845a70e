package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.RecordSessions.Report.Refusal;
import dev.cartable.quota.internal.SessionTimeline;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaProblem;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The use case that counts what access servers report of sessions (RADIUS accounting, RFC 2866 and 2869). Counters are
 * cumulative, and readings may come late, twice and in any order: the use of each local day, and all counters, end the same. What
 * was used between two readings is shared out over the days between them in proportion to time; {@link SessionTimeline} says
 * which readings are of one session. What a late reading takes from a window is not taken again where a reset, or another
 * profile, has taken it already. A batch is one transaction, the caller's if there is one. Safe for use by several threads
 * and nodes.
 */
public final class RecordSessions {
    private final SessionPorts ports;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final AssignmentSync assignmentSync;
    private final SessionAccounting accounting;
    private final InstantSource time;

    RecordSessions(SessionPorts ports, QuotaSettings settings, WindowCalendar calendar, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.settings = requireNonNull(settings, "settings");
        this.reader = new QuotaReader(ports.quota(), settings, calendar);
        this.assignmentSync = new AssignmentSync(ports.quota().usage(), reader);
        this.accounting = new SessionAccounting(ports, settings, reader);
        this.time = requireNonNull(time, "time");
    }

    Report record(SessionReading reading) {
        return record(List.of(reading));
    }

    Report record(Collection<SessionReading> readings) {
        Instant now = time.instant();
        List<Refusal> refused = new ArrayList<>();
        List<SessionReading> timely = new ArrayList<>();
        for (SessionReading reading : readings) {
            QuotaProblem problem =
                    settings.untimely(requirePacket(reading).at(), now).orElse(null);
            if (problem == null) {
                timely.add(reading);
            } else {
                refused.add(new Refusal(reading, problem));
            }
        }
        Set<UserId> users = timely.stream().map(reading -> reading.key().user()).collect(Collectors.toSet());
        Map<UserId, ResolvedProfile> known = reader.of(users, now);
        List<SessionReading> reported = new ArrayList<>();
        for (SessionReading reading : timely) {
            UserId user = reading.key().user();
            if (known.containsKey(user)) {
                reported.add(reading);
            } else {
                refused.add(new Refusal(reading, QuotaProblem.UNKNOWN_USER));
            }
        }
        if (reported.isEmpty()) {
            return new Report(List.of(), List.of(), refused);
        }
        SessionAccounting.Added done = count(Set.copyOf(reported), known, now);
        for (SessionReading reading : done.tooLate()) {
            refused.add(new Refusal(reading, QuotaProblem.TOO_LATE));
        }
        reported.removeIf(done.tooLate()::contains);
        return report(reported, done.fresh(), refused);
    }

    private static SessionReading requirePacket(SessionReading reading) {
        if (!reading.status().isPacket()) {
            throw new IllegalArgumentException("a reading of status " + reading.status()
                    + " is Cartable's own and cannot be reported; nothing was written");
        }
        return reading;
    }

    private static Report report(List<SessionReading> reported, Set<SessionReading> counted, List<Refusal> refused) {
        Set<SessionReading> left = new HashSet<>(counted);
        List<SessionReading> fresh = new ArrayList<>();
        List<SessionReading> repeated = new ArrayList<>();
        reported.forEach(reading -> (left.remove(reading) ? fresh : repeated).add(reading));
        return new Report(fresh, repeated, refused);
    }

    private SessionAccounting.Added count(
            Set<SessionReading> readings, Map<UserId, ResolvedProfile> users, Instant now) {
        assignmentSync.sync(ports.quota().unitOfWork(), users.values(), now);
        Set<NasId> servers =
                readings.stream().map(reading -> reading.key().nas()).collect(Collectors.toSet());
        return ports.quota().unitOfWork().call(tx -> {
            ports.sessions().lock(tx, servers, users.keySet());
            return accounting.add(tx, readings, users, now);
        });
    }

    /**
     * What became of an event of an access server.
     *
     * @param refused why it was refused; null if it was not
     * @param counted whether it was new
     * @param ended the sessions that ended by it
     */
    public record NasReport(@Nullable QuotaProblem refused, boolean counted, List<Session> ended) {
        public NasReport {
            ended = List.copyOf(ended);
        }
    }

    NasReport record(NasEvent event) {
        Instant now = time.instant();
        QuotaProblem problem = settings.untimely(event.at(), now).orElse(null);
        return problem == null
                ? ports.quota().unitOfWork().call(tx -> {
                    ports.sessions().lockServer(tx, event.nas());
                    if (!ports.sessions().add(tx, event)) {
                        return new NasReport(null, false, List.of());
                    }
                    Set<Session.Key> keys = ports.sessions().around(event.nas(), event.at());
                    Set<UserId> users = keys.stream().map(Session.Key::user).collect(Collectors.toSet());
                    ports.sessions().lock(tx, Set.of(), users);
                    return new NasReport(null, true, accounting.add(tx, event, reader.of(users, now), keys, now));
                })
                : new NasReport(problem, false, List.of());
    }

    /**
     * What became of a batch of readings. Every reading is counted, or was known, or is refused.
     *
     * @param counted the readings that were new
     * @param repeated those that had been reported before, or stood in the batch twice
     */
    public record Report(List<SessionReading> counted, List<SessionReading> repeated, List<Refusal> refused) {
        public Report {
            counted = List.copyOf(counted);
            repeated = List.copyOf(repeated);
            refused = List.copyOf(refused);
        }

        /** A reading that was not counted, and why. Nothing of it was written. */
        public record Refusal(SessionReading reading, QuotaProblem problem) {
            public Refusal {
                requireNonNull(reading, "reading");
                requireNonNull(problem, "problem");
            }
        }
    }
}
