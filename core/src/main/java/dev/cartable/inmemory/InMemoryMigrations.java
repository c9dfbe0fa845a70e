package dev.cartable.inmemory;

import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whose use was brought over, in memory. Safe for use by several threads. */
final class InMemoryMigrations implements MigrationStore {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryUsage usage;
    private final InMemoryTable<UserId, MigratedUsage> migrated;

    InMemoryMigrations(InMemoryUnitOfWork unitOfWork, InMemoryUsage usage) {
        this.unitOfWork = unitOfWork;
        this.usage = usage;
        this.migrated = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Map<UserId, MigratedUsage> byUser(Collection<UserId> users) {
        return migrated.among(users);
    }

    @Override
    public Stream<MigratedUsage> all() {
        return migrated.all().stream();
    }

    @Override
    public Set<UserId> insert(Tx tx, Collection<MigratedUsage> usages) {
        unitOfWork.own(tx);
        Set<UserId> fresh = new LinkedHashSet<>();
        for (MigratedUsage one : usages) {
            UserId user = one.legacy().user();
            if (migrated.putIfAbsent(tx, user, one)) {
                fresh.add(user);
            }
        }
        return fresh;
    }

    @Override
    public void remove(Tx tx, Collection<UserId> users) {
        unitOfWork.own(tx);
        users.forEach(user -> migrated.remove(tx, user));
    }

    @Override
    public PerWindow<TrafficSum> adjusted(Collection<UserId> users, Collection<String> causes) {
        return unitOfWork.read(() -> {
            Map<Window, TrafficSum> sums = new EnumMap<>(Window.class);
            Set.copyOf(users).stream()
                    .flatMap(usage::adjustments)
                    .filter(adjustment -> causes.contains(adjustment.cause()))
                    .forEach(
                            adjustment -> sums.merge(adjustment.key().window(), adjustment.amount(), TrafficSum::plus));
            return PerWindow.of(window -> sums.getOrDefault(window, TrafficSum.ZERO));
        });
    }
}
