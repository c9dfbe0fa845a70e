package dev.cartable.quota;

import dev.cartable.quota.Standings.Resolved;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionKey;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionTimeline;
import dev.cartable.quota.port.SessionPorts;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes new readings in, and brings sessions, days and counters in step with all that was told. What a session has used is
 * worked out twice, without the new readings and with them, and the difference is charged: so order does not matter. The caller
 * holds the locks of {@link SessionStore#lock}.
 */
final class Accounting {
    private final SessionPorts ports;
    private final Standings standings;
    private final Settling settling;

    Accounting(SessionPorts ports, Standings standings) {
        this.ports = ports;
        this.standings = standings;
        this.settling = new Settling(ports.quota(), ports.ledger(), standings);
    }

    /**
     * Takes readings in.
     *
     * @param users all users of the readings, as they stand at {@code now}
     * @return those that were new
     */
    Set<SessionReading> add(Tx tx, Collection<SessionReading> readings, Map<UserId, Resolved> users, Instant now) {
        Set<SessionReading> fresh = ports.sessions().add(tx, readings);
        if (fresh.isEmpty()) {
            return fresh;
        }
        Map<SessionKey, List<SessionReading>> known = ports.sessions()
                .readings(fresh.stream().map(SessionReading::key).collect(Collectors.toSet()));
        Map<NasId, List<NasEvent>> events = events(known.keySet());
        SessionChanges changes = new SessionChanges(standings, users);
        known.forEach((key, all) -> {
            List<NasEvent> happened = events.getOrDefault(key.nas(), List.of());
            List<SessionReading> before =
                    all.stream().filter(reading -> !fresh.contains(reading)).toList();
            changes.replace(key, SessionTimeline.of(before, happened), SessionTimeline.of(all, happened));
        });
        fresh.stream().filter(reading -> reading.status().isPacket()).forEach(changes::touch);
        write(tx, changes, users, now);
        return fresh;
    }

    /**
     * Takes in what has happened to an access server, whose lock the caller holds.
     *
     * @return the sessions that ended by it
     */
    List<Session> add(Tx tx, NasEvent event, Map<UserId, Resolved> users, Set<SessionKey> keys, Instant now) {
        List<NasEvent> after = ports.sessions().events(Set.of(event.nas()));
        List<NasEvent> before =
                after.stream().filter(known -> !known.equals(event)).toList();
        SessionChanges changes = new SessionChanges(standings, users);
        List<Session> ended = new ArrayList<>();
        ports.sessions().readings(keys).forEach((key, readings) -> {
            SessionTimeline was = SessionTimeline.of(readings, before);
            SessionTimeline is = SessionTimeline.of(readings, after);
            changes.replace(key, was, is);
            Set<Session> known = Set.copyOf(was.sessions());
            is.sessions().stream()
                    .filter(session -> session.end() == Session.End.NAS_RESTARTED && !known.contains(session))
                    .forEach(ended::add);
        });
        write(tx, changes, users, now);
        return ended;
    }

    private void write(Tx tx, SessionChanges changes, Map<UserId, Resolved> users, Instant now) {
        changes.write(tx, ports);
        settling.settle(tx, changes.losers(), users, now);
    }

    private Map<NasId, List<NasEvent>> events(Set<SessionKey> keys) {
        return ports.sessions().events(keys.stream().map(SessionKey::nas).collect(Collectors.toSet())).stream()
                .collect(Collectors.groupingBy(NasEvent::nas));
    }
}
