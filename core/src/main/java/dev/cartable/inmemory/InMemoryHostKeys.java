package dev.cartable.inmemory;

import dev.cartable.account.port.HostKeyStore;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The check values of host keys, in memory. Safe for use by several threads. */
final class InMemoryHostKeys implements HostKeyStore {
    private final InMemoryTable<Integer, Entry> entries;
    private final InMemoryActivations activations;
    private final InMemoryTombstones tombstones;
    private final InMemoryUsernameLedger usernames;

    InMemoryHostKeys(
            InMemoryUnitOfWork unitOfWork,
            InMemoryActivations activations,
            InMemoryTombstones tombstones,
            InMemoryUsernameLedger usernames) {
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
        this.activations = activations;
        this.tombstones = tombstones;
        this.usernames = usernames;
    }

    @Override
    public List<Entry> all() {
        return entries.all();
    }

    @Override
    public boolean add(Tx tx, Entry entry) {
        boolean known = all().stream().anyMatch(other -> other.check().equals(entry.check()));
        return !known && entries.putIfAbsent(tx, entry.number(), entry);
    }

    @Override
    public void update(Tx tx, Entry entry) {
        if (entries.remove(tx, entry.number())) {
            entries.put(tx, entry.number(), entry);
        }
    }

    @Override
    public KeyedRows keyedRows(Instant now) {
        return new KeyedRows(activations.open(now), tombstones.all().count(), usernames.size());
    }
}
