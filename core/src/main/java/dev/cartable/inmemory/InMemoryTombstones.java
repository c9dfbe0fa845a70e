package dev.cartable.inmemory;

import dev.cartable.account.port.Tombstones;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** The memory of erased guardians, in memory. Safe for use by several threads. */
final class InMemoryTombstones implements Tombstones {
    private final InMemoryTable<String, Instant> keys;

    public InMemoryTombstones(InMemoryUnitOfWork unitOfWork) {
        this.keys = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Set<String> among(Collection<String> asked) {
        return keys.among(asked).keySet();
    }

    @Override
    public Stream<String> all() {
        return keys.keys().stream();
    }

    @Override
    public boolean hold(Tx tx, String key, Instant now) {
        boolean free = keys.putIfAbsent(tx, key, now);
        if (free) {
            keys.remove(tx, key);
        }
        return !free;
    }

    @Override
    public void add(Tx tx, String key, Instant now) {
        keys.putIfAbsent(tx, key, now);
    }
}
