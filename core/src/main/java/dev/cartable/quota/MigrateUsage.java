package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import dev.cartable.quota.MigrationWriter.Item;
import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.port.LegacyUsageSource;
import dev.cartable.quota.port.LegacyUsageSource.LegacyRow;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.school.model.RowError;
import dev.cartable.school.model.UserId;
import dev.cartable.work.UnitOfWork;
import dev.cartable.work.internal.BulkRun;
import dev.cartable.work.internal.Chunks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The use case that brings over what an older system has counted, and takes it back. Each user is brought over once: a second
 * run changes nothing, and one that a crash has ended goes on where it stopped when it is run again. An amount counts in the
 * window that it was counted in, if that is still open; the total counts to the validity that is open now, so profiles have to be
 * assigned before. What counts is checked against what was said, chunk by chunk, before the chunk is committed.
 *
 * <p>Users who have used something here already are an error, or are left alone if that was asked for: nothing is overwritten.
 * One run at a time, held by the lease {@value #LEASE}; safe for use by several threads and nodes.
 *
 * <p>No digest approves a migration: whether an amount still counts depends on the windows that are open, which change by
 * themselves. The sums are checked in each chunk instead.
 */
public final class MigrateUsage {
    /** The lease that a run holds. */
    public static final String LEASE = "quota.migrate";

    /** The cause of adjustments that bring something over. */
    public static final String CAUSE = "migration";

    /** The cause of adjustments that take it back. */
    public static final String ROLLBACK = "migration rollback";

    private final MigrationStore store;
    private final MigrationWriter migrating;
    private final InstantSource time;
    private final BulkRun bulk;

    MigrateUsage(
            QuotaPorts ports,
            MigrationStore store,
            UsageLedger ledger,
            QuotaSettings settings,
            WindowCalendar calendar,
            InstantSource time) {
        this.store = requireNonNull(store, "store");
        this.migrating = new MigrationWriter(ports, store, ledger, new QuotaReader(ports, settings, calendar));
        this.time = requireNonNull(time, "time");
        this.bulk = new BulkRun(ports.unitOfWork(), ports.leases(), LEASE, "bringing over quotas");
    }

    /**
     * A run in numbers.
     *
     * @param input rows, or users to be taken back
     * @param migrated users who were brought over, or taken back
     * @param unchanged users who had been brought over before
     * @param skipped users who have used something here, and were left alone
     * @param failed rows with an error
     * @param sums what became of the amounts of all users who are brought over, by this run or before
     */
    public record Counts(long input, long migrated, long unchanged, long skipped, long failed, MigratedUsage.Sums sums)
            implements dev.cartable.work.Counts {
        static final Counts ZERO = new Counts(0, 0, 0, 0, 0, MigratedUsage.Sums.NONE);

        Counts plus(Counts more) {
            return new Counts(
                    input + more.input,
                    migrated + more.migrated,
                    unchanged + more.unchanged,
                    skipped + more.skipped,
                    failed + more.failed,
                    sums.plus(more.sums));
        }
    }

    /** Is called with what a run does, after the commit of each chunk. */
    public interface Listener {
        /** A user was brought over, would be, or was taken back. */
        void migrated(MigratedUsage usage);

        /** A user was left alone, since they have used something here. */
        void skipped(UserId user);

        /** A row cannot be used; the others go on. */
        void failed(RowError error);
    }

    /**
     * What a run would bring over. Writes nothing.
     *
     * @param skipExisting whether users who have used something here are left alone, and are no error
     */
    public Counts plan(LegacyUsageSource source, boolean skipExisting, Listener each) {
        return pass(source, skipExisting, "", each, null);
    }

    /**
     * Brings over what the source says.
     *
     * @param actor who asks for it, as the host calls them; may be empty
     * @throws Unbalanced if what counts is not what was said; the chunk is undone, those before it stand
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts run(LegacyUsageSource source, boolean skipExisting, String actor, Listener each) {
        return bulk.chunks(transactions -> pass(source, skipExisting, actor, each, transactions));
    }

    private Counts pass(
            LegacyUsageSource source,
            boolean skipExisting,
            String actor,
            Listener each,
            @Nullable UnitOfWork transactions) {
        Pass pass = new Pass(source.name(), time.instant(), skipExisting, actor, each, transactions);
        source.read(pass);
        pass.flush();
        return pass.counts;
    }

    /** Gathers rows to chunks. Which users there were is kept, so that a second row of one is reported. */
    private final class Pass implements Consumer<LegacyRow> {
        private final String source;
        private final Instant now;
        private final boolean skipExisting;
        private final String actor;
        private final Listener each;
        private final @Nullable UnitOfWork transactions;
        private final Set<UserId> seen = new HashSet<>();
        private final List<Item> chunk = new ArrayList<>();
        private Counts counts = Counts.ZERO;

        Pass(
                String source,
                Instant now,
                boolean skipExisting,
                String actor,
                Listener each,
                @Nullable UnitOfWork transactions) {
            this.source = source;
            this.now = now;
            this.skipExisting = skipExisting;
            this.actor = actor;
            this.each = each;
            this.transactions = transactions;
        }

        @Override
        public void accept(LegacyRow row) {
            if (row instanceof LegacyRow.Usable usable) {
                take(usable.usage(), usable.line());
            } else if (row instanceof LegacyRow.Unusable unusable) {
                refuse(unusable.error());
            }
        }

        private void take(LegacyUsage usage, long line) {
            if (seen.add(usage.user())) {
                chunk.add(new Item(source, line, usage));
            } else {
                refuse(new Item(source, line, usage).error("user_id", "DUPLICATE_USER"));
            }
            if (chunk.size() == BulkRun.CHUNK) {
                flush();
            }
        }

        private void refuse(RowError error) {
            counts = counts.plus(new Counts(1, 0, 0, 0, 1, MigratedUsage.Sums.NONE));
            each.failed(error);
        }

        void flush() {
            if (!chunk.isEmpty()) {
                counts = counts.plus(run(chunk, skipExisting, actor, now, each, transactions));
                chunk.clear();
            }
        }
    }

    private Counts run(
            List<Item> chunk,
            boolean skipExisting,
            String actor,
            Instant now,
            Listener each,
            @Nullable UnitOfWork transactions) {
        MigrationWriter.Decided decided = transactions == null
                ? migrating.decide(chunk, skipExisting, now)
                : transactions.<MigrationWriter.Decided>call(
                        tx -> migrating.migrate(tx, chunk, skipExisting, actor, now));
        decided.migrated().forEach(each::migrated);
        decided.skipped().forEach(each::skipped);
        decided.failed().forEach(each::failed);
        return new Counts(
                chunk.size(),
                decided.migrated().size(),
                decided.unchanged().size(),
                decided.skipped().size(),
                decided.failed().size(),
                decided.sums());
    }

    /** What would be taken back. Writes nothing. */
    public Counts planRollback(Listener each) {
        return rollback("", each, null);
    }

    /**
     * Takes back exactly what was brought over, from all users; a second run finds nobody. A user whose counters were reset since,
     * or are of another profile now, is an error: what was brought over is no longer in them.
     *
     * @param actor who asks for it, as the host calls them; may be empty
     * @throws dev.cartable.work.LeaseHeldException if another run is under way; nothing is written
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Counts rollback(String actor, Listener each) {
        return bulk.chunks(transactions -> rollback(actor, each, transactions));
    }

    private Counts rollback(String actor, Listener each, @Nullable UnitOfWork transactions) {
        Instant now = time.instant();
        Counts counts = Counts.ZERO;
        try (Stream<MigratedUsage> all = store.all()) {
            for (List<MigratedUsage> chunk :
                    (Iterable<List<MigratedUsage>>) () -> Chunks.of(all.iterator(), BulkRun.CHUNK)) {
                MigrationWriter.Decided decided = transactions == null
                        ? migrating.decideRollback(chunk)
                        : transactions.<MigrationWriter.Decided>call(tx -> migrating.rollback(tx, chunk, actor, now));
                decided.migrated().forEach(each::migrated);
                decided.failed().forEach(each::failed);
                counts = counts.plus(new Counts(
                        chunk.size(),
                        decided.migrated().size(),
                        0,
                        0,
                        decided.failed().size(),
                        decided.sums()));
            }
        }
        return counts;
    }

    /** What counts is not what the older system said. The chunk was undone. */
    public static final class Unbalanced extends CartableException {
        private static final long serialVersionUID = 1L;

        Unbalanced(Window window, MigratedUsage.Sums sums) {
            super(
                    "UNBALANCED",
                    Map.of(
                            "window", window.name(),
                            "legacy", String.valueOf(sums.legacy().get(window)),
                            "counted", String.valueOf(sums.counted().get(window)),
                            "over", String.valueOf(sums.over().get(window))),
                    "the amounts of " + window + " do not add up: the older system says "
                            + sums.legacy().get(window) + ", and "
                            + sums.counted().get(window) + " would count, with "
                            + sums.over().get(window)
                            + " of windows that are over; these users were left as they were, those before them stand");
        }
    }
}
