package dev.cartable.school;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource;
import dev.cartable.school.port.RecordSource.Origin;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkPass;
import dev.cartable.work.internal.ContentDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pass over a source of records. */
final class RecordPass<T> implements BulkPass<RecordPass.Item<T>, RecordPass.Decision<T>, ImportRecords.Counts> {
    /** What a use of the source makes of an id that came before. */
    private static final String DUPLICATE_ID = "DUPLICATE_ID";

    private static final String STORE_REFUSED = "STORE_REFUSED";

    private final RecordSource<T> source;
    private final RecordRelation<T> relation;
    private final Set<Object> met = new HashSet<>();
    private final List<T> read = new ArrayList<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final ContentDigest digest = new ContentDigest();
    private final List<RowError> errors = new ArrayList<>();
    private long errorCount;
    private long rows;
    private boolean started;

    RecordPass(RecordSource<T> source, RecordRelation<T> relation) {
        this.source = source;
        this.relation = relation;
    }

    /** What becomes of a record. */
    enum Outcome {
        CREATED,
        CHANGED,
        UNCHANGED,
        REMOVED,
        FAILED
    }

    /**
     * A record as it was read, or the id of one that is to be removed.
     *
     * @param record null to remove it
     * @param origin null for a stored record that the source no longer has
     */
    record Item<T>(Object key, @Nullable T record, @Nullable Origin origin) {
        long rows() {
            return origin == null ? 1 : origin.rows();
        }
    }

    /**
     * @param record as it is to be stored; null to remove it
     * @param error what is wrong with a record that failed
     */
    record Decision<T>(
            Item<T> item,
            @Nullable T record,
            Outcome outcome,
            @Nullable RowError error) {}

    boolean hasRead() {
        return started;
    }

    @Override
    public void read(Consumer<? super Item<T>> items) {
        started = true;
        source.read(new RecordSource.Sink<>() {
            @Override
            public void record(T record, Origin origin) {
                add(new Item<>(relation.key(record), record, origin), origin);
            }

            @Override
            public void withdrawn(String id, Origin origin) {
                add(new Item<>(id, null, origin), origin);
            }

            private void add(Item<T> item, Origin origin) {
                rows += origin.rows();
                if (met.add(item.key())) {
                    if (relation.isComplete() && item.record() != null) {
                        read.add(item.record());
                    }
                    items.accept(item);
                } else {
                    failed(origin.idError(DUPLICATE_ID, Map.of()), origin.rows());
                }
            }

            @Override
            public void error(RowError error) {
                rows++;
                failed(error, 1);
            }
        });
    }

    private void failed(RowError error, long failedRows) {
        errorCount++;
        counts.merge(Outcome.FAILED, failedRows, Long::sum);
        if (errors.size() < ImportRoster.MAX_ERRORS) {
            errors.add(error);
        }
    }

    /** What was stored of a source that is complete, and is no longer in it. */
    @Override
    public void readRest(Consumer<? super Item<T>> items) {
        if (relation.isComplete() && errorCount == 0) {
            relation.missing(read).forEach(key -> items.accept(new Item<>(key, null, null)));
        }
    }

    @Override
    public List<Decision<T>> decide(List<Item<T>> chunk) {
        List<T> records = new ArrayList<>();
        List<Object> removed = new ArrayList<>();
        for (Item<T> item : chunk) {
            if (item.record() == null) {
                removed.add(item.key());
            } else {
                records.add(item.record());
            }
        }
        RecordRelation.Stored<T> stored = relation.stored(records, removed);
        return chunk.stream().map(item -> decide(item, stored)).toList();
    }

    private static <T> Decision<T> decide(Item<T> item, RecordRelation.Stored<T> stored) {
        T read = item.record();
        T old = stored.records().get(item.key());
        if (read == null) {
            return new Decision<>(item, null, old == null ? Outcome.UNCHANGED : Outcome.REMOVED, null);
        }
        Origin origin = item.origin();
        RecordRelation.Problem problem = stored.problems().apply(read);
        if (problem != null && origin != null) {
            return new Decision<>(item, read, Outcome.FAILED, origin.ownerError(problem.code(), problem.facts()));
        }
        T record = stored.kept().apply(read);
        return new Decision<>(
                item,
                record,
                old == null ? Outcome.CREATED : record.equals(old) ? Outcome.UNCHANGED : Outcome.CHANGED,
                null);
    }

    @Override
    public boolean writes(Decision<T> decision) {
        return switch (decision.outcome()) {
            case CREATED, CHANGED, REMOVED -> true;
            case UNCHANGED, FAILED -> false;
        };
    }

    @Override
    public boolean keeps(Decision<T> decision) {
        return decision.outcome() == Outcome.UNCHANGED;
    }

    @Override
    public List<Decision<T>> write(List<Decision<T>> decisions, UnitOfWork transactions) {
        List<Item<T>> items = decisions.stream().map(Decision::item).toList();
        return transactions.<List<Decision<T>>>call(tx -> {
            List<Decision<T>> again = decide(items);
            List<T> saved = new ArrayList<>();
            List<Object> removed = new ArrayList<>();
            for (Decision<T> decision : again) {
                T record = decision.record();
                if (writes(decision) && record != null) {
                    saved.add(record);
                } else if (writes(decision)) {
                    removed.add(decision.item().key());
                }
            }
            if (!saved.isEmpty()) {
                relation.save(tx, saved);
            }
            if (!removed.isEmpty()) {
                relation.remove(tx, removed);
            }
            return again;
        });
    }

    @Override
    public Decision<T> failed(Decision<T> decision, RuntimeException failure) {
        Origin origin = decision.item().origin();
        Map<String, String> facts = Map.of("detail", String.valueOf(failure.getMessage()));
        return new Decision<>(
                decision.item(),
                decision.record(),
                Outcome.FAILED,
                origin == null
                        ? new RowError(source.name(), 0, null, STORE_REFUSED, facts)
                        : origin.idError(STORE_REFUSED, facts));
    }

    @Override
    public void take(Decision<T> decision) {
        Item<T> item = decision.item();
        RowError error = decision.error();
        if (error != null) {
            failed(error, item.rows());
        } else {
            counts.merge(decision.outcome(), item.rows(), Long::sum);
        }
        digest.add(decision.outcome(), item.key(), decision.record());
    }

    private long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    @Override
    public ImportRecords.Counts counts() {
        return new ImportRecords.Counts(
                rows,
                count(Outcome.CREATED),
                count(Outcome.CHANGED),
                count(Outcome.UNCHANGED),
                count(Outcome.REMOVED),
                count(Outcome.FAILED));
    }

    @Override
    public PlanDigest digest() {
        ContentDigest all = new ContentDigest();
        all.addAll(digest);
        all.add(relation.relation(), "errors", errorCount);
        return all.digest();
    }

    ImportRecords.Report report(ImportRecords.Counts done) {
        return new ImportRecords.Report(done, digest(), errors, errorCount);
    }
}
