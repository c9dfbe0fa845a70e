package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Restores the latest backup for a trial: the database beside the live one, the media to a temporary folder. It compares what was restored
 * with the manifest, inserts a row for each column that the database numbers, notes the proof, and throws all of it away. The live data stays
 * as it is, and nothing of the host or of Cartable opens the restored database, so that it sends nothing. What a trial that died has left is
 * dropped by the next one. Safe for use by several threads; while it runs, nothing else writes in the vault.
 */
public final class DrillRestore {
    private final BackupParts parts;

    DrillRestore(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * Restores the latest backup that counts.
     *
     * @param keep leaves the restored database and media for a person, until the next trial or {@link #discard}. Nothing is ever sent from
     *     that database, and it runs no task. Where Cartable cannot open it to see to that, it is refused ({@code COPY_NOT_HELD})
     * @param progress is called on the calling thread
     * @throws BackupException of the code {@code NO_BACKUP}, {@code NO_DATABASE}, {@code KEY_NEEDED}, {@code INVALID_BACKUP}, {@code
     *     DRILL_PREVENTED} (facts {@code obstacle}, {@code detail}), {@code DISK_FULL}, {@code LOCKED}, {@code FILES_FAILED} and what {@link
     *     DatabaseRestore} throws
     */
    public DrillReport run(boolean keep, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        TrialRestore trial = trial(progress);
        return Failures.guarded("drill", () -> {
            try (BackupVault.Lock lock = parts.vault().lock("drill")) {
                requireNonNull(lock, "lock");
                RestoreJournal.requireSettled(parts);
                trial.discardLeftovers();
                BackupName name = new BackupList(parts)
                        .latest(Scope.DATABASE)
                        .map(BackupEntry::file)
                        .orElseThrow(() -> new BackupException(
                                "NO_BACKUP",
                                Map.of("folder", parts.vault().location()),
                                "there is no verified backup with a database in "
                                        + parts.vault().location()));
                return run(trial, name, keep, progress);
            }
        });
    }

    /**
     * Where the databases and folders are that trials have left: a person wanted them, or a process died. Changes nothing.
     *
     * @throws BackupException as {@link #run}
     */
    public List<String> leftovers() {
        return Failures.guarded("drill", () -> trial(step -> {}).leftovers());
    }

    /**
     * Drops what trials have left.
     *
     * @return where it was
     * @throws BackupException as {@link #run}
     */
    public List<String> discard() {
        TrialRestore trial = trial(step -> {});
        return Failures.guarded("drill", () -> {
            try (BackupVault.Lock lock = parts.vault().lock("drill")) {
                requireNonNull(lock, "lock");
                List<String> places = trial.leftovers();
                trial.discardLeftovers();
                return places;
            }
        });
    }

    private TrialRestore trial(Consumer<? super Progress> progress) {
        DatabaseRestore restore = parts.databaseRestore()
                .orElseThrow(() -> new BackupException(
                        "NO_DATABASE", Map.of(), "there is no adapter that can restore the host's database"));
        return new TrialRestore(parts, restore, progress);
    }

    private DrillReport run(TrialRestore trial, BackupName name, boolean keep, Consumer<? super Progress> progress)
            throws IOException {
        try (BackupVault.Copy copy = BackupList.open(parts, name)) {
            Manifest manifest = verified(copy.file(), name, progress);
            DrillReport report = trial.run(copy.file(), name.value(), manifest, keep);
            if (report.isProven()) {
                BackupLedger.Proof proof = new BackupLedger.Proof(parts.time().instant(), name);
                new LedgerUpdate(parts.vault()).write(ledger -> ledger.withRestore(proof));
            }
            return report;
        }
    }

    /** A backup whose manifest was changed could run anything in the database. */
    private Manifest verified(Path archive, BackupName name, Consumer<? super Progress> progress) throws IOException {
        ArchiveVerifier.Result result = new ArchiveVerifier(parts)
                .verify(archive, parts.vault().sidecar(name).orElse(null), Depth.CONTENTS, false, progress);
        Optional<Manifest> manifest = result.manifest();
        boolean isUsable = result.findings().stream()
                .map(Finding::code)
                .allMatch(code -> code.state().compareTo(BackupState.DEGRADED) <= 0);
        if (manifest.isEmpty() || !isUsable) {
            throw BackupList.invalid(name.value(), result.findings());
        }
        return manifest.get();
    }
}
