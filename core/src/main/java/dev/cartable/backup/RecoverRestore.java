package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.internal.Deed;
import java.util.Optional;

/** See {@link Backups#recover}. */
final class RecoverRestore {
    private final BackupParts parts;
    private final RestoreJournal.Moments moments;

    RecoverRestore(BackupParts parts) {
        this(parts, RestoreJournal.Moments.NONE);
    }

    RecoverRestore(BackupParts parts, RestoreJournal.Moments moments) {
        this.parts = parts;
        this.moments = moments;
    }

    boolean isNeeded() {
        return Failures.guarded(
                "recover",
                () -> RestoreJournal.read(parts, RestoreJournal.Moments.NONE)
                        .last()
                        .filter(entry -> entry.step() != RestoreJournal.Step.END)
                        .isPresent());
    }

    Optional<RecoveryReport> recover() {
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
