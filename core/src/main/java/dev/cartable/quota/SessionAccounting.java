package dev.cartable.quota;

import dev.cartable.quota.QuotaReader.ResolvedProfile;
import dev.cartable.quota.internal.SessionTimeline;
import dev.cartable.quota.model.Bandwidth;
import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Resolution.Candidate;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes new readings in, and brings sessions, days and counters in step with all that was reported. What a session has used is
 * worked out twice, without the new readings and with them, and the difference is charged: so order does not matter. The caller
 * holds the locks of {@link SessionStore#lock}.
 *
 * <p>Nothing is worked out from the beginning of a session: every few readings there is a checkpoint, and a reading is taken in
 * from the last checkpoint before it. Readings that are too old to be followed by an accepted one are removed, so that what is
 * stored and read of a session does not depend on its age.
 */
final class SessionAccounting {
    /** After so many readings and events since the last checkpoint there is another one. */
    private static final int STEP = 8;

    /** How much longer than the lateness readings stay, since clocks of nodes differ. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final SessionPorts ports;
    private final QuotaSettings settings;
    private final QuotaReader reader;
    private final LedgerReconciliation reconciliation;

    SessionAccounting(SessionPorts ports, QuotaSettings settings, QuotaReader reader) {
        this.ports = ports;
        this.settings = settings;
        this.reader = reader;
        this.reconciliation = new LedgerReconciliation(ports.quota(), ports.ledger(), reader);
    }

    /**
     * What became of readings; all others were known.
     *
     * @param fresh those that were new
     * @param tooLate those from before the first checkpoint, which cannot be counted any more
     */
    record Added(Set<SessionReading> fresh, Set<SessionReading> tooLate) {}

    /**
     * Takes readings in.
     *
     * @param users all users of the readings, as they stand at {@code now}
     */
    Added add(Tx tx, Collection<SessionReading> readings, Map<UserId, ResolvedProfile> users, Instant now) {
        Map<Session.Key, List<Session.Checkpoint>> stored = ports.sessions().checkpoints(earliest(readings));
        Set<SessionReading> timely = new HashSet<>(readings);
        timely.removeIf(reading -> isBeforeFirst(stored.get(reading.key()), reading.at()));
        Set<SessionReading> tooLate = new HashSet<>(readings);
        tooLate.removeAll(timely);
        Set<SessionReading> fresh = ports.sessions().add(tx, timely);
        if (!fresh.isEmpty()) {
            SessionChanges changes = new SessionChanges(reader, users);
            Scene scene = scene(tx, earliest(fresh), stored);
            scene.known().forEach((key, all) -> {
                List<SessionReading> before =
                        all.stream().filter(reading -> !fresh.contains(reading)).toList();
                List<NasEvent> events = scene.events(key);
                Session.Checkpoint from = scene.from().get(key);
                Bandwidth speed = speed(users.get(key.user()));
                changes.replace(
                        key,
                        SessionTimeline.of(from, before, events, speed),
                        SessionTimeline.of(from, all, events, speed));
            });
            fresh.stream().filter(reading -> reading.status().isPacket()).forEach(changes::touch);
            write(tx, changes, users, now);
            checkpoints(tx, scene, users, now);
        }
        return new Added(fresh, tooLate);
    }

    /**
     * Takes in what has happened to an access server, whose lock the caller holds.
     *
     * @return the sessions that ended by it
     */
    List<Session> add(Tx tx, NasEvent event, Map<UserId, ResolvedProfile> users, Set<Session.Key> keys, Instant now) {
        Map<Session.Key, Instant> at = new HashMap<>();
        keys.forEach(key -> at.put(key, event.at()));
        Map<Session.Key, List<Session.Checkpoint>> stored = ports.sessions().checkpoints(at);
        at.keySet().removeIf(key -> isBeforeFirst(stored.get(key), event.at()));
        Scene scene = scene(tx, at, stored);
        SessionChanges changes = new SessionChanges(reader, users);
        List<Session> ended = new ArrayList<>();
        BiConsumer<Session.Key, List<SessionReading>> step = (key, readings) -> {
            List<NasEvent> after = scene.events(key);
            List<NasEvent> before =
                    after.stream().filter(known -> !known.equals(event)).toList();
            Session.Checkpoint from = scene.from().get(key);
            Bandwidth speed = speed(users.get(key.user()));
            SessionTimeline was = SessionTimeline.of(from, readings, before, speed);
            SessionTimeline is = SessionTimeline.of(from, readings, after, speed);
            changes.replace(key, was, is);
            Set<Session> known = Set.copyOf(was.sessions());
            is.sessions().stream()
                    .filter(session -> session.end() == Session.End.NAS_RESTARTED && !known.contains(session))
                    .forEach(ended::add);
        };
        at.keySet().forEach(key -> step.accept(key, scene.known().getOrDefault(key, List.of())));
        write(tx, changes, users, now);
        checkpoints(tx, scene, users, now);
        return ended;
    }

    private static Map<Session.Key, Instant> earliest(Collection<SessionReading> readings) {
        Map<Session.Key, Instant> earliest = new HashMap<>();
        readings.forEach(reading ->
                earliest.merge(reading.key(), reading.at(), (one, other) -> one.isBefore(other) ? one : other));
        return earliest;
    }

    private static boolean isBeforeFirst(@Nullable List<Session.Checkpoint> stored, Instant at) {
        return stored != null
                && stored.get(0).first()
                && at.isBefore(stored.get(0).until());
    }

    /**
     * What has to be known of keys.
     *
     * @param from the checkpoints to go on from; keys without one begin at the beginning
     * @param known the readings since then
     * @param happened the events since then, and perhaps earlier ones
     */
    private record Scene(
            Map<Session.Key, Session.Checkpoint> from,
            Map<Session.Key, List<SessionReading>> known,
            Map<NasId, List<NasEvent>> happened) {
        /** The events that a key's timeline depends on. */
        List<NasEvent> events(Session.Key key) {
            Instant since = since(key);
            return happened.getOrDefault(key.nas(), List.of()).stream()
                    .filter(event -> !event.at().isBefore(since))
                    .toList();
        }

        private Instant since(Session.Key key) {
            Session.Checkpoint checkpoint = from.get(key);
            return checkpoint != null
                    ? checkpoint.until()
                    : known.getOrDefault(key, List.of()).stream()
                            .map(SessionReading::at)
                            .min(Instant::compareTo)
                            .orElse(Instant.MAX);
        }
    }

    /** Reads what is needed to take in what is new since these instants, and drops the checkpoints that it makes void. */
    private Scene scene(Tx tx, Map<Session.Key, Instant> fresh, Map<Session.Key, List<Session.Checkpoint>> stored) {
        Map<Session.Key, Session.Checkpoint> from = new HashMap<>();
        List<Session.Checkpoint> dropped = new ArrayList<>();
        Map<Session.Key, Instant> since = new HashMap<>();
        fresh.forEach((key, at) -> {
            since.put(key, Instant.EPOCH);
            for (Session.Checkpoint checkpoint : stored.getOrDefault(key, List.of())) {
                if (checkpoint.until().isAfter(at)) {
                    dropped.add(checkpoint);
                } else {
                    from.put(key, checkpoint);
                    since.put(key, checkpoint.until());
                }
            }
        });
        if (!dropped.isEmpty()) {
            ports.sessions().drop(tx, dropped);
        }
        Scene scene = new Scene(from, ports.sessions().readings(since), new HashMap<>());
        Map<NasId, Instant> servers = new HashMap<>();
        fresh.keySet()
                .forEach(key ->
                        servers.merge(key.nas(), scene.since(key), (one, other) -> one.isBefore(other) ? one : other));
        servers.values().removeIf(Instant.MAX::equals);
        ports.sessions()
                .events(servers)
                .forEach(event -> scene.happened()
                        .computeIfAbsent(event.nas(), nas -> new ArrayList<>())
                        .add(event));
        return scene;
    }

    private Bandwidth speed(@Nullable ResolvedProfile user) {
        Candidate effective = user == null ? null : user.resolution().effective();
        return effective == null
                ? settings.lineSpeed()
                : effective.profile().bandwidth().orElse(settings.lineSpeed());
    }

    private void write(Tx tx, SessionChanges changes, Map<UserId, ResolvedProfile> users, Instant now) {
        changes.write(tx, ports);
        reconciliation.reconcile(tx, changes.losers(), users, now);
    }

    private void checkpoints(Tx tx, Scene scene, Map<UserId, ResolvedProfile> users, Instant now) {
        List<Session.Checkpoint> made = new ArrayList<>();
        scene.known().forEach((key, readings) -> {
            List<NasEvent> events = scene.events(key);
            Instant last = readings.stream()
                    .map(SessionReading::at)
                    .max(Instant::compareTo)
                    .orElse(Instant.MIN);
            Session.Checkpoint from = scene.from().get(key);
            if (readings.size() + events.size() >= STEP && (from == null || last.isAfter(from.until()))) {
                Session.Checkpoint checkpoint =
                        SessionTimeline.checkpoint(from, readings, events, speed(users.get(key.user())), last);
                if (checkpoint != null) {
                    made.add(checkpoint);
                }
            }
        });
        if (!made.isEmpty()) {
            ports.sessions().keep(tx, made);
            fold(tx, made, now);
        }
    }

    private void fold(Tx tx, List<Session.Checkpoint> made, Instant now) {
        Map<Session.Key, Instant> before = new HashMap<>();
        made.forEach(checkpoint ->
                before.put(checkpoint.key(), now.minus(settings.lateness()).minus(MARGIN)));
        ports.sessions().fold(tx, before);
    }
}
