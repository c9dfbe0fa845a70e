package dev.cartable;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.internal.ChainedAuditLog;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.DatabaseInfo;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.DatabaseRestore.Obstacle;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.billing.internal.RestoredNumbers;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.work.InstanceStore;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.internal.Deed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cartable's own steps on a restored database before it is used, and what a backup adds to the {@link RestoreLog}. */
final class RestoreSteps {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreSteps.class);

    private final Parts parts;
    private final RestoreLog log;

    /** The end of the trail before the restore. */
    private volatile AuditHead liveTrail = AuditHead.none();

    /** As they were before the restore; null if that is not known. */
    private volatile RestoredNumbers.@Nullable State liveNumbers;

    RestoreSteps(Parts parts, RestoreLog log) {
        this.parts = requireNonNull(parts, "parts");
        this.log = requireNonNull(log, "log");
    }

    private WithdrawalReplay replay() {
        return new WithdrawalReplay(log, parts.given.key, parts.time());
    }

    /** The steps in their order: what people have withdrawn is found by the tables of this version. */
    List<StagedDatabaseStep> steps() {
        StagedStores staged = parts.given.stagedStores;
        if (staged != null) {
            return List.of(
                    new Migration(staged),
                    new Withdrawn(staged),
                    new Trail(staged),
                    new Silence(staged),
                    new Numbers(staged));
        }
        return parts.keepsState() ? List.of(new NotApplied()) : List.of();
    }

    /** The steps for a database that a trial leaves for a person. */
    List<StagedDatabaseStep> keptSteps() {
        StagedStores staged = parts.given.stagedStores;
        return staged == null ? List.of(new NotHeld()) : List.of(new Copy(staged));
    }

    /** Adds to the log before a backup, and begins an epoch after one. */
    BackupHook hook() {
        return new BackupHook() {
            @Override
            public String name() {
                return "restore-log";
            }

            @Override
            public void before(Operation operation) {
                if (operation == Operation.CREATE) {
                    guarded(RestoreSteps.this::copy);
                }
            }

            @Override
            public void after(Operation operation, boolean succeeded) {
                if (operation == Operation.CREATE && succeeded && parts.hasNotices()) {
                    guarded(RestoreSteps.this::advance);
                }
            }
        };
    }

    private void advance() throws IOException {
        Optional<Long> epoch;
        try {
            epoch = parts.instance().advance();
        } catch (RuntimeException readOnly) {
            // A backup may be made where the database is only read. Then this one begins no epoch.
            LOG.debug("the database's epoch cannot be written", readOnly);
            return;
        }
        if (epoch.isPresent()) {
            log.add(epoch.get());
        }
    }

    private void copy() throws IOException {
        replay().copy(
                        parts.given.accountStores == null
                                ? null
                                : parts.accountStores().tombstones(),
                        parts.given.noticeStores == null
                                ? null
                                : parts.noticeStores().preferences());
    }

    /** Something that reads or writes the log. */
    private interface Work {
        void run() throws IOException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new IllegalStateException("the log " + log.location() + " cannot be read or written", e);
        }
    }

    /** A restore without access to the staged database. */
    private static final class NotApplied implements StagedDatabaseStep {
        @Override
        public String name() {
            return "withdrawals";
        }

        @Override
        public List<Obstacle> check(DatabaseInfo dumped, Instant backupAt) {
            return List.of(new Obstacle("WITHDRAWALS_NOT_APPLIED", "stagedStores(...)", false));
        }

        @Override
        public void run(StagedDatabase database) {}
    }

    /** A trial that leaves a database which cannot be kept from sending. */
    private static final class NotHeld implements StagedDatabaseStep {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public List<Obstacle> check(DatabaseInfo dumped, Instant backupAt) {
            return dumped.schemaVersion() == null
                    ? List.of()
                    : List.of(new Obstacle("COPY_NOT_HELD", "stagedStores(...)", true));
        }

        @Override
        public void run(StagedDatabase database) {}
    }

    /** Brings the database to the version of the application. */
    private record Migration(StagedStores staged) implements StagedDatabaseStep {
        @Override
        public String name() {
            return "migrations";
        }

        @Override
        public List<Obstacle> check(DatabaseInfo dumped, Instant backupAt) {
            return staged.check(dumped);
        }

        @Override
        public void run(StagedDatabase database) {
            staged.migrate(database);
        }
    }

    /** Applies again what people have withdrawn since the backup. */
    private final class Withdrawn implements StagedDatabaseStep {
        private final StagedStores staged;

        private Withdrawn(StagedStores staged) {
            this.staged = staged;
        }

        @Override
        public String name() {
            return "withdrawals";
        }

        @Override
        public List<Obstacle> check(DatabaseInfo dumped, Instant backupAt) {
            RestoreLog.Contents contents = replay().read();
            List<Obstacle> obstacles = new ArrayList<>();
            if (contents.damaged() > 0) {
                obstacles.add(new Obstacle("WITHDRAWALS_DAMAGED", Integer.toString(contents.damaged()), false));
            }
            if (dumped.schemaVersion() == null) {
                int held = contents.withdrawals().size();
                if (held > 0) {
                    obstacles.add(new Obstacle("WITHDRAWALS_WITHOUT_TABLES", Integer.toString(held), false));
                }
                return obstacles;
            }
            Instant since = contents.since();
            if (since == null) {
                obstacles.add(new Obstacle("WITHDRAWALS_MISSING", log.location(), false));
            } else if (since.isAfter(backupAt)) {
                obstacles.add(new Obstacle("WITHDRAWALS_INCOMPLETE", since.toString(), false));
            }
            long foreign = replay().withAnotherKey(contents);
            if (foreign > 0) {
                obstacles.add(new Obstacle("WITHDRAWALS_OTHER_KEY", Long.toString(foreign), false));
            }
            return obstacles;
        }

        @Override
        public void prepare() {
            try {
                copy();
            } catch (IOException | RuntimeException e) {
                // A damaged live database may be why it is restored. The log lacks only what a crash has just kept out
                // of it.
                LOG.warn("The live database cannot be compared with {}: {}", log.location(), e.toString());
            }
        }

        @Override
        public void run(StagedDatabase database) {
            in(staged, database, replay()::apply);
        }
    }

    /**
     * Lets the numbers of invoices go on after those of the live database, so that none is given twice. That one gives no number from before
     * they are read until the restore is over. Where the live database cannot be read, or is another one, no number is given until a person has
     * named the last one.
     */
    private final class Numbers implements StagedDatabaseStep {
        private final StagedStores staged;

        private Numbers(StagedStores staged) {
            this.staged = staged;
        }

        @Override
        public String name() {
            return "invoice-numbers";
        }

        @Override
        public void prepare() {
            liveNumbers = null;
            if (!parts.hasBilling()) {
                return;
            }
            try {
                BillingStore live = parts.billingStores().billing();
                parts.transactions().requireOwn("a restore");
                parts.transactions()
                        .run(tx -> RestoredNumbers.awaitRestore(
                                tx, live, parts.time().instant()));
                liveNumbers = numbers(parts);
            } catch (RuntimeException e) {
                // A damaged live database may be why it is restored.
                LOG.warn("The numbers of the live database cannot be held and read: {}", e.toString());
            }
        }

        @Override
        public void abandon() {
            if (parts.hasBilling()) {
                BillingStore live = parts.billingStores().billing();
                if (RestoredNumbers.awaitsRestore(live)) {
                    parts.transactions().run(tx -> RestoredNumbers.release(tx, live));
                }
            }
        }

        @Override
        public void run(StagedDatabase database) {
            RestoredNumbers.State live = liveNumbers;
            in(staged, database, restored -> {
                RestoredNumbers.State earlier = numbers(restored);
                boolean continues = live != null && live.continues(earlier);
                if (continues || parts.issuesInvoices() || !earlier.series().isEmpty()) {
                    BillingStore store = restored.billingStores().billing();
                    restored.transactions().run(tx -> {
                        if (live != null && continues) {
                            RestoredNumbers.raise(tx, store, live);
                        } else {
                            RestoredNumbers.hold(tx, store, parts.time().instant());
                        }
                    });
                }
            });
        }
    }

    /** Says in the restored audit trail that entries after it were replaced, so that they are not looked for. */
    private final class Trail implements StagedDatabaseStep {
        private final StagedStores staged;

        private Trail(StagedStores staged) {
            this.staged = staged;
        }

        @Override
        public String name() {
            return "audit-trail";
        }

        @Override
        public void prepare() {
            liveTrail = AuditHead.none();
            try {
                liveTrail = parts.hasAudit() ? parts.auditTrail().head() : AuditHead.none();
            } catch (RuntimeException e) {
                // A damaged live database may be why it is restored.
                LOG.warn("The audit trail of the live database cannot be read: {}", e.toString());
            }
        }

        @Override
        public void run(StagedDatabase database) {
            AuditHead live = liveTrail;
            Deed restored = Deed.of(ChainedAuditLog.RESTORED, "restore", database.restore())
                    .with(ChainedAuditLog.REPLACED, live.number())
                    .digest(live.hash());
            in(staged, database, one -> one.transactions().run(tx -> restored.record(one.transactions(), tx)));
        }
    }

    private static RestoredNumbers.State numbers(Parts parts) {
        return RestoredNumbers.State.of(
                parts.billingStores().billing(),
                parts.noticeStores().instances().find().map(InstanceStore.Entry::id));
    }

    /** Holds what waits, and settles what was due. */
    private final class Silence implements StagedDatabaseStep {
        private final StagedStores staged;

        private Silence(StagedStores staged) {
            this.staged = staged;
        }

        @Override
        public String name() {
            return "silence";
        }

        @Override
        public void run(StagedDatabase database) {
            long epoch = replay().read().epoch() + 1;
            in(staged, database, restored -> restored.instance().silence(epoch));
        }
    }

    /** Keeps a database that is a copy from sending, and from running tasks, wherever it is opened. */
    private final class Copy implements StagedDatabaseStep {
        private final StagedStores staged;

        private Copy(StagedStores staged) {
            this.staged = staged;
        }

        @Override
        public String name() {
            return "copy";
        }

        @Override
        public void run(StagedDatabase database) {
            in(staged, database, restored -> {
                restored.instance().holdCopy(database.restore());
                restored.holdNumbers();
            });
        }
    }

    /** Uses of a staged database. */
    private interface Use {
        void of(Parts staged);
    }

    /** Does nothing where the backup has no tables of Cartable. */
    private void in(StagedStores stores, StagedDatabaseStep.StagedDatabase database, Use use) {
        if (database.dumped().schemaVersion() == null) {
            return;
        }
        try (StagedStores.Opened opened = stores.open(database)) {
            use.of(parts.over(opened.stores()));
        } catch (BackupException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BackupException(
                    "RESTORE_FAILED",
                    Map.of("reason", e.toString()),
                    "the restored database cannot be changed: " + e + "; the live database is unchanged",
                    e);
        }
    }

    /** The log of an installation that keeps backups; null for others. */
    static @Nullable RestoreSteps of(Parts parts) {
        return parts.restoreLog().map(log -> new RestoreSteps(parts, log)).orElse(null);
    }
}
