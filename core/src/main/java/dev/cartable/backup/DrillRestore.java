package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.DrillReport.Difference;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.DatabaseContents;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Restores the latest backup for a trial: the database beside the live one, the media to a temporary folder. It compares what was restored
 * with the manifest, notes the proof, and throws all of it away. The live data stays as it is, and nothing of the host or of Cartable opens
 * the restored database, so that it sends nothing. What a trial that died has left is dropped by the next one. Safe for use by several
 * threads; while it runs, nothing else writes in the vault.
 */
public final class DrillRestore {
    private static final String ID = "drill";
    private static final String FOLDER = "cartable-drill-";

    private final BackupParts parts;

    DrillRestore(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * Restores the latest backup that counts.
     *
     * @param keep leaves the restored database for a person, until the next trial
     * @param progress is called on the calling thread
     * @throws BackupException of the code {@code NO_BACKUP}, {@code NO_DATABASE}, {@code KEY_NEEDED}, {@code INVALID_BACKUP}, {@code
     *     DRILL_PREVENTED} (facts {@code obstacle}, {@code detail}), {@code LOCKED}, {@code FILES_FAILED} and what {@link DatabaseRestore} throws
     */
    public DrillReport run(boolean keep, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        DatabaseRestore restore = parts.databaseRestore()
                .orElseThrow(() -> new BackupException(
                        "NO_DATABASE", Map.of(), "there is no adapter that can restore the host's database"));
        return Failures.guarded("drill", () -> {
            try (BackupVault.Lock lock = parts.vault().lock("drill")) {
                requireNonNull(lock, "lock");
                RestoreJournal.requireSettled(parts);
                discardLeftovers(restore);
                BackupName name = new BackupList(parts)
                        .latest(Scope.DATABASE)
                        .map(BackupEntry::file)
                        .orElseThrow(() -> new BackupException(
                                "NO_BACKUP",
                                Map.of("folder", parts.vault().location()),
                                "there is no verified backup with a database in "
                                        + parts.vault().location()));
                return drill(restore, name, keep, progress);
            }
        });
    }

    private static void discardLeftovers(DatabaseRestore restore) {
        restore.leftovers().stream().filter(id -> id.startsWith(ID)).forEach(restore::discard);
    }

    private DrillReport drill(
            DatabaseRestore restore, BackupName name, boolean keep, Consumer<? super Progress> progress)
            throws IOException {
        Instant start = parts.time().instant();
        Path folder = ProcessFiles.createFolder(Path.of(System.getProperty("java.io.tmpdir", ".")), FOLDER);
        String id = ID + Long.toString(start.getEpochSecond(), Character.MAX_RADIX);
        boolean isKept = false;
        try (BackupVault.Copy copy = BackupList.open(parts, name)) {
            Manifest manifest = verified(copy.file(), name, progress);
            Manifest.Database dumped = requireNonNull(manifest.database(), "database");
            requireNoObstacle(restore, dumped);
            try (ArchiveFormat.Reader reader = parts.archiveFormat().open(copy.file())) {
                // Each file has the hash that the manifest gives, or there is an exception.
                Extraction extraction = new Extraction(reader, folder);
                long total = manifest.counts().bytes();
                long done = 0;
                for (Manifest.File file : manifest.files()) {
                    Path written = extraction.extract(file, file.path());
                    done += file.size();
                    progress.accept(new Progress(Progress.Step.STAGE_MEDIA, done, total));
                    if (!file.path().equals(dumped.path())) {
                        DurableFiles.delete(written);
                    }
                }
            }
            progress.accept(new Progress(Progress.Step.STAGE_DATABASE, 0, 0));
            restore.stage(id, folder.resolve(dumped.path()));
            List<Difference> differences = differences(dumped.contents(), restore.staged(id));
            Instant end = parts.time().instant();
            if (differences.isEmpty()) {
                new LedgerUpdate(parts.vault()).write(ledger -> ledger.withRestore(new BackupLedger.Proof(end, name)));
            }
            isKept = keep;
            return new DrillReport(
                    name.value(), id, differences, manifest.counts(), Duration.between(start, end), keep);
        } finally {
            DurableFiles.delete(folder);
            if (!isKept) {
                restore.discard(id);
            }
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

    private static void requireNoObstacle(DatabaseRestore restore, Manifest.Database dumped) {
        restore.check(dumped.info()).stream()
                .filter(one -> one.prevents() || one.code().equals("MAY_NOT_CREATE_DATABASE"))
                .findFirst()
                .ifPresent(one -> {
                    throw new BackupException(
                            "DRILL_PREVENTED",
                            Map.of("obstacle", one.code(), "detail", one.detail()),
                            "the backup cannot be restored for a trial here: " + one.code() + " " + one.detail()
                                    + "; nothing was changed");
                });
    }

    /** In what a restored database is not what the manifest says. A sequence may be further on. */
    static List<Difference> differences(DatabaseContents expected, DatabaseContents actual) {
        List<Difference> differences = new ArrayList<>();
        for (CheckReport.Table table : CheckSchool.tables(actual, expected)) {
            if (table.differs()) {
                differences.add(new Difference(table.name(), table.before(), table.now()));
            }
        }
        if (expected.largeObjects() != actual.largeObjects()) {
            differences.add(new Difference("large objects", expected.largeObjects(), actual.largeObjects()));
        }
        expected.sequences().forEach((name, position) -> {
            Long restored = actual.sequences().get(name);
            if (restored == null || restored < position) {
                differences.add(new Difference(name, position, restored == null ? CheckReport.Table.ABSENT : restored));
            }
        });
        return differences;
    }
}
