package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.Tx;
import dev.cartable.work.internal.ContentDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One relation in one pass over a roster: compares its rows with what is stored, counts what becomes of them, and writes those that
 * differ.
 */
final class RosterRelation<K, T> {
    private final Access<K, T> access;
    private final Set<K> met = new HashSet<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    RosterRelation(Access<K, T> access) {
        this.access = access;
    }

    /** What becomes of a row, or of a person or link that is stored. */
    enum Outcome {
        CREATED,
        CHANGED,
        UNCHANGED,
        /** On the roster, but marked as having left. */
        LEFT,
        /** Stored, and no longer on the roster. */
        RETIRED,
        /** Stored as active, and erased at the person's wish. */
        ERASED,
        /** Stored as inactive, and erased at the person's wish. */
        ERASED_INACTIVE
    }

    /**
     * How a relation is read and written.
     *
     * @param name what the relation is called in digests
     * @param ignored which of these stay as they are, whatever the roster says of them
     * @param active whether a row's subject has not left
     */
    record Access<K, T>(
            String name,
            Function<T, K> key,
            Function<Collection<K>, Map<K, T>> stored,
            Writer<T> saver,
            Writer<K> retirer,
            Writer<K> eraser,
            Function<Collection<K>, Set<K>> ignored,
            Predicate<T> active,
            Function<T, @Nullable Object[]> fields) {}

    interface Writer<R> {
        void write(Tx tx, Collection<R> rows);
    }

    /** A row of the roster. */
    Item<K, T> row(T row) {
        return new Item<>(this, access.key().apply(row), row, null);
    }

    /** A stored row that the roster does not have, or should not have. */
    Item<K, T> stored(K key, Outcome outcome) {
        return new Item<>(this, key, null, outcome);
    }

    /**
     * What was read of one relation.
     *
     * @param row null for a stored row that is not on the roster
     * @param outcome null until it is decided
     */
    record Item<K, T>(
            RosterRelation<K, T> relation,
            K key,
            @Nullable T row,
            @Nullable Outcome outcome) {}

    /**
     * What becomes of an item.
     *
     * @param active whether its subject is stored as active
     */
    record Decision<K, T>(Item<K, T> item, Outcome outcome, boolean active) {
        boolean writes() {
            return outcome != Outcome.UNCHANGED;
        }

        void take(ContentDigest digest) {
            item.relation().take(this, digest);
        }
    }

    /** Decides about items of this relation, in their order. */
    List<Decision<K, T>> decide(List<Item<K, T>> items) {
        List<K> keys =
                items.stream().filter(item -> item.row() != null).map(Item::key).toList();
        Map<K, T> stored = keys.isEmpty() ? Map.of() : access.stored().apply(keys);
        Set<K> ignored = keys.isEmpty() ? Set.of() : access.ignored().apply(keys);
        return items.stream().map(item -> decide(item, stored, ignored)).toList();
    }

    private Decision<K, T> decide(Item<K, T> item, Map<K, T> stored, Set<K> ignored) {
        T row = item.row();
        if (row == null) {
            return new Decision<>(item, requireNonNull(item.outcome(), "outcome"), false);
        }
        T old = stored.get(item.key());
        return new Decision<>(
                item,
                ignored.contains(item.key()) ? Outcome.UNCHANGED : outcome(row, old),
                old != null && access.active().test(old));
    }

    private Outcome outcome(T row, @Nullable T old) {
        if (old == null) {
            return Outcome.CREATED;
        }
        if (row.equals(old)) {
            return Outcome.UNCHANGED;
        }
        if (access.active().test(row)) {
            return access.active().test(old) ? Outcome.CHANGED : Outcome.CREATED;
        }
        return access.active().test(old) ? Outcome.LEFT : Outcome.CHANGED;
    }

    void write(Tx tx, List<Decision<K, T>> decisions) {
        List<T> rows = decisions.stream()
                .filter(Decision::writes)
                .flatMap(decision -> Optional.ofNullable(decision.item().row()).stream())
                .toList();
        write(tx, access.saver(), rows);
        write(tx, access.retirer(), keys(decisions, EnumSet.of(Outcome.RETIRED)));
        write(tx, access.eraser(), keys(decisions, EnumSet.of(Outcome.ERASED, Outcome.ERASED_INACTIVE)));
    }

    private static <R> void write(Tx tx, Writer<R> writer, List<R> rows) {
        if (!rows.isEmpty()) {
            writer.write(tx, rows);
        }
    }

    private static <K, T> List<K> keys(List<Decision<K, T>> decisions, Set<Outcome> outcomes) {
        return decisions.stream()
                .filter(decision -> outcomes.contains(decision.outcome()))
                .map(decision -> decision.item().key())
                .toList();
    }

    private void take(Decision<K, T> decision, ContentDigest digest) {
        if (decision.active()) {
            met.add(decision.item().key());
        }
        counts.merge(decision.outcome(), 1L, Long::sum);
        List<@Nullable Object> fields = new ArrayList<>(List.of(access.name(), decision.outcome()));
        T row = decision.item().row();
        fields.addAll(
                row == null
                        ? List.of(decision.item().key())
                        : Arrays.asList(access.fields().apply(row)));
        digest.add(fields.toArray());
    }

    /** Whether a row that is stored as active has been met on the roster. */
    boolean hasMet(K key) {
        return met.contains(key);
    }

    long count(Outcome... outcomes) {
        return Arrays.stream(outcomes)
                .mapToLong(outcome -> counts.getOrDefault(outcome, 0L))
                .sum();
    }

    ImportRoster.Counts.Change counts() {
        return new ImportRoster.Counts.Change(
                count(Outcome.CREATED),
                count(Outcome.CHANGED),
                count(Outcome.UNCHANGED),
                count(Outcome.LEFT, Outcome.RETIRED, Outcome.ERASED));
    }
}
