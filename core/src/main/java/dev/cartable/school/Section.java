package dev.cartable.school;

import dev.cartable.work.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One relation in one pass over a roster: compares its rows with what is stored, a chunk at a time, counts what becomes of
 * them, and writes those that differ where the pass writes.
 */
final class Section<K, T> {
    private final Access<K, T> access;
    private final ChunkWork chunks;
    private final List<T> buffer = new ArrayList<>();
    private final Set<K> met = new HashSet<>();
    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
    private final ContentDigest digest = new ContentDigest();

    Section(Access<K, T> access, ChunkWork chunks) {
        this.access = access;
        this.chunks = chunks;
    }

    /** What becomes of a row. */
    enum Fate {
        CREATED,
        CHANGED,
        UNCHANGED,
        /** On the roster, but marked as having left. */
        LEFT
    }

    /**
     * How a relation is read and written.
     *
     * @param name what the relation is called in digests
     * @param left which of these are left as they are, whatever the roster says of them
     * @param here whether a row's subject has not left
     */
    record Access<K, T>(
            String name,
            Function<T, K> key,
            Function<Collection<K>, Map<K, T>> stored,
            Saver<T> saver,
            Function<Collection<K>, Set<K>> left,
            Predicate<T> here,
            Function<T, @Nullable Object[]> fields) {}

    interface Saver<T> {
        void save(Tx tx, Collection<T> rows);
    }

    void add(T row) {
        buffer.add(row);
        if (buffer.size() == ChunkWork.SIZE) {
            flush();
        }
    }

    void flush() {
        if (!buffer.isEmpty()) {
            List<Compared<K, T>> compared = new ArrayList<>();
            chunks.run(tx -> {
                compared.clear(); // The transaction may run a second time.
                compared.addAll(compare());
                save(tx, compared);
            });
            compared.forEach(this::take);
            buffer.clear();
        }
    }

    private record Compared<K, T>(K key, T row, boolean stored, Fate fate) {}

    private List<Compared<K, T>> compare() {
        List<K> keys = buffer.stream().map(access.key()).toList();
        Map<K, T> stored = access.stored().apply(keys);
        Set<K> left = access.left().apply(keys);
        List<Compared<K, T>> compared = new ArrayList<>();
        for (T row : buffer) {
            K key = access.key().apply(row);
            T old = stored.get(key);
            Fate fate = left.contains(key) ? Fate.UNCHANGED : fate(row, old);
            compared.add(new Compared<>(key, row, old != null && access.here().test(old), fate));
        }
        return compared;
    }

    private void save(@Nullable Tx tx, List<Compared<K, T>> compared) {
        List<T> differing = compared.stream()
                .filter(one -> one.fate() != Fate.UNCHANGED)
                .map(Compared::row)
                .toList();
        if (tx != null && !differing.isEmpty()) {
            access.saver().save(tx, differing);
        }
    }

    private void take(Compared<K, T> one) {
        if (one.stored()) {
            met.add(one.key());
        }
        counts.merge(one.fate(), 1L, Long::sum);
        digest.add(access.name(), one.fate());
        digest.add(access.fields().apply(one.row()));
    }

    private Fate fate(T row, @Nullable T old) {
        if (old == null) {
            return Fate.CREATED;
        }
        if (row.equals(old)) {
            return Fate.UNCHANGED;
        }
        if (access.here().test(row)) {
            return access.here().test(old) ? Fate.CHANGED : Fate.CREATED;
        }
        return access.here().test(old) ? Fate.LEFT : Fate.CHANGED;
    }

    /** Whether a row that is stored as being here has been met on the roster. */
    boolean hasMet(K key) {
        return met.contains(key);
    }

    long count(Fate fate) {
        return counts.getOrDefault(fate, 0L);
    }

    ContentDigest digest() {
        return digest;
    }
}
