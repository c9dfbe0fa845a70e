package dev.cartable.inmemory;

import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows by their key, in the order of the keys; a write is undone when its transaction is. Safe for use by several threads,
 * one call at a time: what has to be read together is read in {@link InMemoryUnitOfWork#read}.
 */
final class InMemoryTable<K, V> {
    private final InMemoryUnitOfWork unitOfWork;
    private final NavigableMap<K, V> rows;

    InMemoryTable(InMemoryUnitOfWork unitOfWork, Comparator<? super K> order) {
        this.unitOfWork = unitOfWork;
        this.rows = new TreeMap<>(order);
        unitOfWork.register(this);
    }

    @Nullable
    V get(K key) {
        return unitOfWork.read(() -> rows.get(key));
    }

    /** The rows that are there, by key, in the order of the collection. */
    Map<K, V> among(Collection<K> keys) {
        return unitOfWork.read(() -> {
            Map<K, V> found = new LinkedHashMap<>();
            for (K key : keys) {
                V row = rows.get(key);
                if (row != null) {
                    found.put(key, row);
                }
            }
            return found;
        });
    }

    boolean has(K key) {
        return unitOfWork.read(() -> rows.containsKey(key));
    }

    /** All rows as they are now, in the order of their keys. */
    List<V> all() {
        return unitOfWork.read(() -> List.copyOf(rows.values()));
    }

    /** All rows as they are now, the last key first. */
    Stream<V> backwards() {
        return unitOfWork.read(() -> List.copyOf(rows.descendingMap().values())).stream();
    }

    /** All keys as they are now, in their order. */
    List<K> keys() {
        return unitOfWork.read(() -> List.copyOf(rows.keySet()));
    }

    /** All rows as they are now, by their keys. */
    Map<K, V> entries() {
        return unitOfWork.read(() -> new LinkedHashMap<>(rows));
    }

    /** Puts other rows in the place of those that the function changes, keys too. Returns how many were changed. */
    @SuppressWarnings("unchecked") // A replacement is of the type of what it replaces.
    int replace(Tx tx, UnaryOperator<Object> replacement) {
        int changed = 0;
        for (Map.Entry<K, V> entry : entries().entrySet()) {
            K key = (K) replacement.apply(entry.getKey());
            V row = (V) replacement.apply(entry.getValue());
            if (!key.equals(entry.getKey()) || !row.equals(entry.getValue())) {
                remove(tx, entry.getKey());
                put(tx, key, row);
                changed++;
            }
        }
        return changed;
    }

    void put(Tx tx, K key, V row) {
        InMemoryTx own = unitOfWork.own(tx);
        restoreOnRollback(own, key, rows.put(key, row));
    }

    /** Puts a row in if there is none with its key. Returns whether there was none. */
    boolean putIfAbsent(Tx tx, K key, V row) {
        InMemoryTx own = unitOfWork.own(tx);
        if (rows.containsKey(key)) {
            return false;
        }
        rows.put(key, row);
        restoreOnRollback(own, key, null);
        return true;
    }

    /** Removes a row. Returns whether there was one. */
    boolean remove(Tx tx, K key) {
        InMemoryTx own = unitOfWork.own(tx);
        V old = rows.remove(key);
        if (old != null) {
            restoreOnRollback(own, key, old);
        }
        return old != null;
    }

    /** Removes some of the rows that meet a condition; counts them only, without a transaction. Returns how many. */
    int removeWhere(@Nullable Tx tx, Predicate<? super V> condition, int max) {
        List<K> keys = entries().entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
        if (tx != null) {
            keys.forEach(key -> remove(tx, key));
        }
        return keys.size();
    }

    private void restoreOnRollback(InMemoryTx tx, K key, @Nullable V old) {
        tx.onRollback(() -> {
            if (old == null) {
                rows.remove(key);
            } else {
                rows.put(key, old);
            }
        });
    }
}
