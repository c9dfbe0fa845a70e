package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.NasEvent;
import dev.cartable.quota.model.NasId;
import dev.cartable.quota.model.Session;
import dev.cartable.quota.model.SessionReading;
import dev.cartable.quota.model.SessionReading.Octets;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sessions in memory. Locks nothing, since transactions come one at a time. Safe for use by several threads. */
final class InMemorySessions implements SessionStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<Reading, SessionReading> readings;
    private final InMemoryTable<Cut, Session.Checkpoint> checkpoints;
    private final InMemoryTable<NasEvent, NasEvent> events;
    private final InMemoryTable<Id, Session> sessions;
    private final InMemoryTable<Contribution, Session.DayUsage> uses;

    /** No session yet. */
    public InMemorySessions(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.readings = new InMemoryTable<>(
                unitOfWork,
                Comparator.comparing(Reading::key).thenComparing(Reading::at).thenComparing(Reading::content));
        this.checkpoints =
                new InMemoryTable<>(unitOfWork, Comparator.comparing(Cut::key).thenComparing(Cut::until));
        this.events = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.sessions =
                new InMemoryTable<>(unitOfWork, Comparator.comparing(Id::key).thenComparing(Id::started));
        this.uses = new InMemoryTable<>(
                unitOfWork,
                Comparator.comparing(Contribution::key)
                        .thenComparing(Contribution::started)
                        .thenComparing(Contribution::day));
    }

    private record Reading(Session.Key key, Instant at, String content) {
        static Reading of(SessionReading reading) {
            return new Reading(reading.key(), reading.at(), reading.content());
        }
    }

    private record Cut(Session.Key key, Instant until) {
        static Cut of(Session.Checkpoint checkpoint) {
            return new Cut(checkpoint.key(), checkpoint.until());
        }
    }

    private record Id(Session.Key key, Instant started) {
        static Id of(Session session) {
            return new Id(session.key(), session.started());
        }
    }

    private record Contribution(Session.Key key, Instant started, LocalDate day) {}

    @Override
    public void lock(Tx tx, Collection<NasId> servers, Collection<UserId> users) {
        unitOfWork.own(tx);
    }

    @Override
    public void lockServer(Tx tx, NasId server) {
        unitOfWork.own(tx);
    }

    @Override
    public Set<SessionReading> add(Tx tx, Collection<SessionReading> reported) {
        unitOfWork.own(tx);
        return reported.stream()
                .filter(reading -> readings.putIfAbsent(tx, Reading.of(reading), reading))
                .collect(Collectors.toSet());
    }

    @Override
    public Map<Session.Key, List<SessionReading>> readings(Map<Session.Key, Instant> since) {
        return readings.all().stream()
                .filter(reading -> !isBefore(reading.at(), since.get(reading.key())))
                .collect(Collectors.groupingBy(SessionReading::key));
    }

    /** Also where nothing is wanted. */
    private static boolean isBefore(Instant at, @Nullable Instant since) {
        return since == null || at.isBefore(since);
    }

    @Override
    public void keep(Tx tx, Collection<Session.Checkpoint> kept) {
        kept.forEach(checkpoint -> checkpoints.put(tx, Cut.of(checkpoint), checkpoint));
    }

    @Override
    public Map<Session.Key, List<Session.Checkpoint>> checkpoints(Map<Session.Key, Instant> at) {
        Map<Session.Key, List<Session.Checkpoint>> found = new HashMap<>();
        for (Session.Checkpoint checkpoint : checkpoints.all()) {
            Instant wanted = at.get(checkpoint.key());
            if (wanted != null) {
                List<Session.Checkpoint> ofKey = found.computeIfAbsent(checkpoint.key(), key -> new ArrayList<>());
                if (!checkpoint.until().isAfter(wanted)) {
                    ofKey.clear();
                }
                ofKey.add(checkpoint);
            }
        }
        return found;
    }

    @Override
    public void drop(Tx tx, Collection<Session.Checkpoint> dropped) {
        dropped.forEach(checkpoint -> checkpoints.remove(tx, Cut.of(checkpoint)));
    }

    @Override
    public void fold(Tx tx, Map<Session.Key, Instant> before) {
        Map<Session.Key, Session.Checkpoint> folded = new HashMap<>();
        checkpoints.all().stream()
                .filter(checkpoint -> !checkpoint.until().isAfter(before.getOrDefault(checkpoint.key(), Instant.MIN)))
                .forEach(checkpoint -> folded.put(checkpoint.key(), checkpoint));
        Map<Session.Key, Instant> until = new HashMap<>();
        folded.forEach((key, checkpoint) -> until.put(key, checkpoint.until()));
        readings.all().stream()
                .filter(reading -> isBefore(reading.at(), until.getOrDefault(reading.key(), Instant.MIN)))
                .forEach(reading -> readings.remove(tx, Reading.of(reading)));
        checkpoints.all().stream()
                .filter(checkpoint -> isBefore(checkpoint.until(), until.getOrDefault(checkpoint.key(), Instant.MIN)))
                .forEach(checkpoint -> checkpoints.remove(tx, Cut.of(checkpoint)));
        folded.values().forEach(checkpoint -> checkpoints.put(tx, Cut.of(checkpoint), checkpoint.asFirst()));
    }

    @Override
    public boolean add(Tx tx, NasEvent event) {
        return events.putIfAbsent(tx, event, event);
    }

    @Override
    public List<NasEvent> events(Map<NasId, Instant> since) {
        return events.all().stream()
                .filter(event -> !isBefore(event.at(), since.get(event.nas())))
                .toList();
    }

    @Override
    public int forgetEvents(Tx tx, Instant before) {
        List<NasEvent> old = events.all().stream()
                .filter(event -> event.at().isBefore(before))
                .toList();
        old.forEach(event -> events.remove(tx, event));
        return old.size();
    }

    @Override
    public List<NasId> withoutGigawords() {
        Map<NasId, Boolean> found = new TreeMap<>();
        for (SessionReading reading : readings.all()) {
            Octets input = reading.input();
            Octets output = reading.output();
            if (input != null && output != null) {
                found.merge(
                        reading.key().nas(),
                        input.gigawords() == null && output.gigawords() == null,
                        Boolean::logicalAnd);
            }
        }
        return found.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Set<Session.Key> around(NasId server, Instant at) {
        return sessions.all().stream()
                .filter(session -> session.key().nas().equals(server))
                .filter(session -> !session.started().isAfter(at))
                .filter(session -> !endOf(session).isBefore(at))
                .map(Session::key)
                .collect(Collectors.toSet());
    }

    private static Instant endOf(Session session) {
        Instant ended = session.endedAt();
        return ended == null ? Instant.MAX : ended.isAfter(session.updatedAt()) ? ended : session.updatedAt();
    }

    @Override
    public void remove(Tx tx, Collection<Session> gone) {
        unitOfWork.own(tx);
        gone.forEach(session -> sessions.remove(tx, Id.of(session)));
    }

    @Override
    public void put(Tx tx, Collection<Session> changed) {
        unitOfWork.own(tx);
        changed.forEach(session -> sessions.put(tx, Id.of(session), session));
    }

    @Override
    public void contribute(Tx tx, Collection<Session.DayUsage> changes) {
        unitOfWork.own(tx);
        for (Session.DayUsage change : changes) {
            Contribution id = new Contribution(change.key(), change.started(), change.day());
            Session.DayUsage before = uses.get(id);
            TrafficSum amount =
                    before == null ? change.amount() : before.amount().plus(change.amount());
            if (amount.isZero()) {
                uses.remove(tx, id);
            } else {
                uses.put(tx, id, new Session.DayUsage(change.key(), change.started(), change.day(), amount));
            }
        }
    }

    @Override
    public List<Session.DayUsage> uses(UserId user) {
        return uses.all().stream().filter(use -> use.key().user().equals(user)).toList();
    }

    @Override
    public Map<UserId, List<Session>> open(Collection<UserId> users) {
        Set<UserId> wanted = new HashSet<>(users);
        return sessions.all().stream()
                .filter(Session::isOpen)
                .filter(session -> wanted.contains(session.key().user()))
                .sorted(Comparator.comparing(Session::started).thenComparing(Session::key))
                .collect(Collectors.groupingBy(
                        session -> session.key().user(), LinkedHashMap::new, Collectors.toList()));
    }

    @Override
    public Stream<Session> open() {
        return sessions.all().stream().filter(Session::isOpen);
    }

    @Override
    public Stream<Session> all(@Nullable UserId user) {
        return sessions.all().stream()
                .filter(session -> user == null || session.key().user().equals(user));
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        unitOfWork.own(tx);
        Set<Session.Key> open = open().map(Session::key).collect(Collectors.toSet());
        Set<Session.Key> young = readings.all().stream()
                .filter(reading -> !reading.at().isBefore(before))
                .map(SessionReading::key)
                .collect(Collectors.toSet());
        List<SessionReading> old = readings.all().stream()
                .filter(reading -> !open.contains(reading.key()) && !young.contains(reading.key()))
                .limit(max)
                .toList();
        old.forEach(reading -> readings.remove(tx, Reading.of(reading)));
        Set<Session.Key> left = readings.all().stream().map(SessionReading::key).collect(Collectors.toSet());
        checkpoints.all().stream()
                .filter(checkpoint -> checkpoint.until().isBefore(before))
                .filter(checkpoint -> !open.contains(checkpoint.key()) && !left.contains(checkpoint.key()))
                .forEach(checkpoint -> checkpoints.remove(tx, Cut.of(checkpoint)));
        return old.size();
    }
}
