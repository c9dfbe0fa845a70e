package dev.cartable.inmemory;

import dev.cartable.work.KeyedAnswers;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Answers to requests with a key, in memory. Safe for use by several threads. */
final class InMemoryKeyedAnswers implements KeyedAnswers {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<String, Entry> entries;

    InMemoryKeyedAnswers(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.entries = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public boolean begin(Tx tx, Entry entry) {
        return entries.putIfAbsent(tx, entry.key(), entry);
    }

    @Override
    public boolean beginAgain(Tx tx, Entry before, Instant now) {
        unitOfWork.own(tx);
        boolean same = before.answer() == null && before.equals(entries.get(before.key()));
        if (same) {
            entries.put(tx, before.key(), Entry.begun(before.key(), before.request(), now));
        }
        return same;
    }

    @Override
    public void answer(Tx tx, String key, String answer) {
        unitOfWork.own(tx);
        Entry entry = entries.get(key);
        if (entry != null) {
            entries.put(tx, key, new Entry(key, entry.request(), entry.begunAt(), answer));
        }
    }

    @Override
    public void remove(Tx tx, String key) {
        unitOfWork.own(tx);
        Entry entry = entries.get(key);
        if (entry != null && entry.answer() == null) {
            entries.remove(tx, key);
        }
    }

    @Override
    public int forget(Tx tx, Instant before, int max) {
        unitOfWork.own(tx);
        return entries.removeWhere(tx, entry -> entry.begunAt().isBefore(before), max);
    }
}
