package dev.cartable.school;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource;
import dev.cartable.school.port.RecordStore;
import dev.cartable.work.Leases;
import dev.cartable.work.PlanDigest;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills one of Cartable's own relations from a source. New records are stored, those that are known are changed, and those that the
 * source does not have stay as they are. A record that cannot be used is reported with its place and reason, and the rest goes on:
 * one with an id that came before in the source, one of a pupil who is not on the roster or was erased at their wish, or a payment of
 * an invoice that is not stored. Safe for use by several threads and nodes: one import runs at a time.
 *
 * <p>The ids that a source has are held in memory while it runs, records are not.
 *
 * @param <T> what is imported
 */
public final class ImportRecords<T> {
    /** The name of the lease that an import holds. */
    public static final String LEASE = "records.import";

    private final BulkRun bulk;
    private final RecordStore store;
    private final RecordRelation<T> relation;

    ImportRecords(UnitOfWork unitOfWork, Leases leases, RecordStore store, RecordRelation<T> relation) {
        this.bulk = new BulkRun(unitOfWork, leases, LEASE, "an import of records");
        this.store = requireNonNull(store, "store");
        this.relation = requireNonNull(relation, "relation");
    }

    /**
     * Reads the source once and says what importing it would do. Writes nothing.
     *
     * @throws CartableException of the code RECORDS_NOT_WRITABLE if the relation is a view
     * @throws dev.cartable.school.model.UnreadableRosterException if the source as a whole cannot be read
     */
    public Report plan(RecordSource<T> source) {
        requireWritable();
        RecordPass<T> survey = BulkRun.plan(new RecordPass<>(requireNonNull(source, "source"), relation));
        return survey.report(survey.counts());
    }

    /**
     * Imports a source, in chunks with a transaction each, under the lease {@value #LEASE}. The source is read twice: first to see
     * that all of it can be read, and only then to write. After a crash, run it again: what is done already is unchanged then.
     *
     * @throws CartableException of the code RECORDS_NOT_WRITABLE if the relation is a view; nothing was written
     * @throws dev.cartable.school.model.UnreadableRosterException if the source as a whole cannot be read; nothing was written
     * @throws dev.cartable.work.LeaseHeldException if another import runs; nothing was written
     * @throws IllegalStateException inside a transaction of the host's; nothing was written
     */
    public Report run(RecordSource<T> source) {
        return carryOut(source, null);
    }

    /**
     * As {@link #run}, if it would do what was approved.
     *
     * @throws dev.cartable.work.PlanChangedException if the source, or what is stored, is not as it was planned; nothing was written
     */
    public Report apply(RecordSource<T> source, PlanDigest approved) {
        return carryOut(source, requireNonNull(approved, "approved"));
    }

    private Report carryOut(RecordSource<T> source, @Nullable PlanDigest approved) {
        requireNonNull(source, "source");
        requireWritable();
        RecordPass<T> survey = new RecordPass<>(source, relation);
        RecordPass<T> writing = new RecordPass<>(source, relation);
        Counts done = bulk.apply(survey, writing, approved, decision -> {}).counts();
        return (writing.hasRead() ? writing : survey).report(done);
    }

    private void requireWritable() {
        if (!store.writable(relation.relation())) {
            throw new RecordsNotWritableException(relation.relation());
        }
    }

    /**
     * What an import did, or would do.
     *
     * @param digest the digest of the plan
     * @param errors the first {@value ImportRoster#MAX_ERRORS} errors
     * @param errorCount how many errors there are, those beyond {@code errors} too
     */
    public record Report(Counts counts, PlanDigest digest, List<RowError> errors, long errorCount) {
        public Report {
            requireNonNull(counts, "counts");
            requireNonNull(digest, "digest");
            errors = List.copyOf(errors);
        }
    }

    /**
     * What became of the rows of a source: {@code rows = created + changed + unchanged + failed}, and those of {@code removed} that
     * were withdrawn. A row counts for what became of its record; an invoice may have several.
     *
     * @param rows the rows of the source, without its header
     * @param removed absences that were withdrawn, and periods that are no longer in the calendar
     */
    public record Counts(long rows, long created, long changed, long unchanged, long removed, long failed)
            implements dev.cartable.work.Counts {}
}
