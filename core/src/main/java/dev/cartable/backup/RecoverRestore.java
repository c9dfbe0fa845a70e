package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.work.internal.Deed;
import java.util.Optional;

/**
 * Finishes or undoes a restore that was cut off, so that the live data is entirely the new or entirely the old. A host calls it when it
 * starts, before it uses its data. Safe for use by several threads.
 */
public final class RecoverRestore {
    private final BackupParts parts;
    private final RestoreJournal.Moments moments;

    RecoverRestore(BackupParts parts) {
        this(parts, RestoreJournal.Moments.NONE);
    }

    RecoverRestore(BackupParts parts, RestoreJournal.Moments moments) {
        this.parts = parts;
        this.moments = moments;
    }

    /** Whether a restore is unfinished, or has something to clean up, or is under way. Reads one file. */
    public boolean isNeeded() {
        return Failures.guarded(
                "recover",
                () -> RestoreJournal.read(parts, RestoreJournal.Moments.NONE)
                        .last()
                        .filter(entry -> entry.step() != RestoreJournal.Step.END)
                        .isPresent());
    }

    /**
     * Recovers. It may be cut off anywhere and called again. If it {@linkplain #isNeeded is needed} afterwards, the live data is settled, but
     * what the restore kept aside could not be deleted, or the live database did not take back what the restore had prepared in it, such as
     * numbers that are held: then call it again.
     *
     * @return what was done; empty if no restore is unfinished
     * @throws BackupException of the code {@code LOCKED} if the restore is under way in another process, {@code RESTORE_UNFINISHED} (facts
     *     {@code restore}, {@code step}, {@code since}, {@code reason}) if it is still unfinished, {@code JOURNAL_DAMAGED}, {@code
     *     NO_DATABASE}, and what {@link DatabaseRestore} throws
     */
    public Optional<RecoveryReport> recover() {
        if (!isNeeded()) {
            return Optional.empty();
        }
        try {
            Optional<RecoveryReport> report = Failures.guarded("recover", this::locked);
            report.ifPresent(done -> parts.record(Deed.of("backup.recover", "restore", done.id())));
            return report;
        } catch (BackupException e) {
            if (e.code().equals("LOCKED") && isSettled()) {
                return Optional.empty(); // What is left beside the live data can wait.
            }
            throw e;
        }
    }

    private boolean isSettled() {
        return Failures.guarded(
                "recover",
                () -> RestoreJournal.read(parts, RestoreJournal.Moments.NONE)
                        .unsettled()
                        .isEmpty());
    }

    private Optional<RecoveryReport> locked() throws Exception {
        try (BackupVault.Lock lock = parts.vault().lock("recover")) {
            requireNonNull(lock, "lock");
            RestoreJournal journal = RestoreJournal.read(parts, moments);
            Optional<RestoreJournal.Entry> last =
                    journal.last().filter(entry -> entry.step() != RestoreJournal.Step.END);
            if (last.isEmpty()) {
                return Optional.empty();
            }
            String id = last.get().restore();
            RestoreSwap swap = RestoreSwap.open(journal, id, parts, moments);
            RecoveryReport.Outcome outcome = swap.recover();
            return Optional.of(new RecoveryReport(
                    id,
                    journal.find(id, RestoreJournal.Step.BEGIN).orElseThrow().at(),
                    outcome));
        }
    }
}
