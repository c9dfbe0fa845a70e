package dev.cartable.inmemory;

import dev.cartable.work.InstanceStore;
import dev.cartable.work.Tx;
import java.util.Comparator;
import java.util.Optional;

/** The instance that sends messages, in memory. Safe for use by several threads. */
final class InMemoryInstances implements InstanceStore {
    private static final Integer ONE = 1;

    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<Integer, Entry> entries;

    InMemoryInstances(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Optional<Entry> find() {
        return Optional.ofNullable(entries.get(ONE));
    }

    /** Transactions run one after the other, so that there is nothing to lock. */
    @Override
    public Optional<Entry> lock(Tx tx) {
        unitOfWork.own(tx);
        return find();
    }

    @Override
    public boolean add(Tx tx, Entry entry) {
        return entries.putIfAbsent(tx, ONE, entry);
    }

    @Override
    public void update(Tx tx, Entry entry) {
        if (entries.remove(tx, ONE)) {
            entries.put(tx, ONE, entry);
        }
    }
}
