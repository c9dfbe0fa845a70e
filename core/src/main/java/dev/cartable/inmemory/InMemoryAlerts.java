package dev.cartable.inmemory;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Alerts in memory. Safe for use by several threads. */
final class InMemoryAlerts implements AlertStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<AlertId, Alert> alerts;
    private final InMemoryTable<Armed, Firing> firings;
    private final InMemoryTable<PromotionId, Set<UserId>> supervisors;

    public InMemoryAlerts(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.alerts = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.supervisors = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.firings =
                new InMemoryTable<>(unitOfWork, Comparator.comparing(Armed::key).thenComparingInt(Armed::arming));
    }

    @Override
    public List<Alert> all() {
        return alerts.all();
    }

    @Override
    public Optional<Alert> find(AlertId id) {
        return Optional.ofNullable(alerts.get(id));
    }

    @Override
    public void insert(Tx tx, Alert alert) {
        if (!alerts.putIfAbsent(tx, alert.id(), alert)) {
            throw new IllegalStateException("there is an alert " + alert.id() + " already");
        }
    }

    @Override
    public boolean update(Tx tx, Alert alert) {
        unitOfWork.own(tx);
        Alert before = alerts.get(alert.id());
        if (before == null || before.version() != alert.version()) {
            return false;
        }
        alerts.put(
                tx, alert.id(), alert.toBuilder().version(alert.version() + 1).build());
        return true;
    }

    @Override
    public Map<Crossing.Key, Firing> last(Collection<Crossing.Key> keys) {
        return unitOfWork.read(() -> {
            Set<Crossing.Key> wanted = new HashSet<>(keys);
            Map<Crossing.Key, Firing> last = new HashMap<>();
            firings.all().stream()
                    .filter(firing -> wanted.contains(firing.key()))
                    .forEach(firing -> last.put(firing.key(), firing));
            return last;
        });
    }

    @Override
    public Set<UserId> everFired(Collection<UserId> users) {
        Set<UserId> ever = firings.all().stream()
                .map(firing -> firing.key().user())
                .collect(Collectors.toCollection(HashSet::new));
        ever.retainAll(Set.copyOf(users));
        return ever;
    }

    @Override
    public Set<Crossing.Key> add(Tx tx, Collection<Firing> added) {
        unitOfWork.own(tx);
        Set<Crossing.Key> fresh = new HashSet<>();
        for (Firing firing : added) {
            if (firings.putIfAbsent(tx, new Armed(firing.key(), firing.arming()), firing)) {
                fresh.add(firing.key());
            }
        }
        return fresh;
    }

    @Override
    public List<Firing> fired(Collection<UserId> users, Instant from, Instant to) {
        Set<UserId> wanted = Set.copyOf(users);
        return firings.all().stream()
                .filter(Firing::isFired)
                .filter(firing -> wanted.contains(firing.key().user()))
                .filter(firing -> !firing.at().isBefore(from) && firing.at().isBefore(to))
                .toList();
    }

    @Override
    public Map<PromotionId, Set<UserId>> supervisors() {
        return unitOfWork.read(() -> {
            Map<PromotionId, Set<UserId>> all = new LinkedHashMap<>();
            supervisors.keys().forEach(promotion -> {
                Set<UserId> users = supervisors.get(promotion);
                if (users != null && !users.isEmpty()) {
                    all.put(promotion, users);
                }
            });
            return all;
        });
    }

    @Override
    public void supervise(Tx tx, PromotionId promotion, Set<UserId> users) {
        supervisors.put(tx, promotion, Set.copyOf(users));
    }

    /** What a firing is known by. */
    private record Armed(Crossing.Key key, int arming) {}
}
