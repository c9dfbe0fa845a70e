package dev.cartable.quickstart;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** A host's own store of alerts, in three tables of its database. */
final class HostAlertStore implements AlertStore {
    private final HostDatabase database;
    private final NavigableMap<AlertId, Alert> alerts = new TreeMap<>();
    private final Map<Armed, Firing> firings = new HashMap<>();
    private final NavigableMap<PromotionId, Set<UserId>> supervisors = new TreeMap<>();

    HostAlertStore(HostDatabase database) {
        this.database = database;
    }

    /** The unique key of firings: of several nodes that see the same, one writes it. */
    private record Armed(Crossing.Key key, int arming) {}

    @Override
    public List<Alert> all() {
        return database.read(() -> List.copyOf(alerts.values()));
    }

    @Override
    public Optional<Alert> find(AlertId id) {
        return database.read(() -> Optional.ofNullable(alerts.get(id)));
    }

    @Override
    public void insert(Tx tx, Alert alert) {
        database.put(tx, alerts, alert.id(), alert);
    }

    @Override
    public boolean update(Tx tx, Alert alert) {
        boolean asRead =
                find(alert.id()).filter(now -> now.version() == alert.version()).isPresent();
        if (asRead) {
            database.put(
                    tx,
                    alerts,
                    alert.id(),
                    alert.toBuilder().version(alert.version() + 1).build());
        }
        return asRead;
    }

    @Override
    public Set<Crossing.Key> add(Tx tx, Collection<Firing> added) {
        Set<Crossing.Key> fresh = new HashSet<>();
        for (Firing firing : added) {
            Armed armed = new Armed(firing.key(), firing.arming());
            if (!database.read(() -> firings.containsKey(armed))) {
                database.put(tx, firings, armed, firing);
                fresh.add(firing.key());
            }
        }
        return fresh;
    }

    @Override
    public Map<Crossing.Key, Firing> last(Collection<Crossing.Key> keys) {
        Set<Crossing.Key> wanted = Set.copyOf(keys);
        BinaryOperator<Firing> later = BinaryOperator.maxBy(Comparator.comparingInt(Firing::arming));
        return database.read(() -> firings.values().stream()
                .filter(firing -> wanted.contains(firing.key()))
                .collect(toMap(Firing::key, identity(), later)));
    }

    @Override
    public Set<UserId> everFired(Collection<UserId> users) {
        Set<UserId> wanted = Set.copyOf(users);
        return database.read(() -> firings.values().stream()
                .map(firing -> firing.key().user())
                .filter(wanted::contains)
                .collect(Collectors.toSet()));
    }

    @Override
    public List<Firing> fired(Collection<UserId> users, Instant from, Instant to) {
        Set<UserId> wanted = Set.copyOf(users);
        return database.read(() -> firings.values().stream()
                .filter(firing ->
                        firing.isFired() && wanted.contains(firing.key().user()))
                .filter(firing -> !firing.at().isBefore(from) && firing.at().isBefore(to))
                .toList());
    }

    @Override
    public void supervise(Tx tx, PromotionId promotion, Set<UserId> users) {
        database.put(tx, supervisors, promotion, Set.copyOf(users));
    }

    @Override
    public Map<PromotionId, Set<UserId>> supervisors() {
        NavigableMap<PromotionId, Set<UserId>> all = database.read(() -> new TreeMap<>(supervisors));
        all.values().removeIf(Set::isEmpty);
        return all;
    }
}
