package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a copy back from the second place into the vault, where it is verified and can be restored from. Safe for use by several threads;
 * no backup is made in the vault meanwhile.
 */
public final class FetchBackup {
    private final BackupParts parts;

    FetchBackup(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * The copies that are in the second place now, by name.
     *
     * @throws BackupException of the code {@code NO_OFFSITE}, and what {@link OffsiteVault} throws
     */
    public List<BackupVault.Stored> list() {
        return OffsiteLedgerFile.place(parts).list();
    }

    /** Brings a copy into the vault. */
    public VerifyReport fetch(BackupName name) {
        return fetch(name, progress -> {});
    }

    /**
     * Brings a copy into the vault, and verifies it there. One that is in the vault already is only verified.
     *
     * @param progress is called on the calling thread
     * @throws BackupException of the code {@code NO_OFFSITE}; {@code UNKNOWN_COPY} (facts {@code file}, {@code place}) if it is not there;
     *     {@code LOCKED} by another process, {@code RESTORE_UNFINISHED}, {@code DISK_FULL}; and what {@link OffsiteVault} throws. Then the
     *     vault is as it was
     */
    public VerifyReport fetch(BackupName name, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        OffsiteVault offsite = OffsiteLedgerFile.place(parts);
        boolean isHere = Failures.guarded(
                "fetch",
                () -> parts.vault().list().stream().anyMatch(one -> one.name().equals(name)));
        if (!isHere) {
            Failures.guarded("fetch", () -> {
                try (BackupVault.Lock lock = parts.vault().lock("fetch")) {
                    requireNonNull(lock, "lock");
                    RestoreJournal.requireSettled(parts);
                    bring(offsite, name, progress);
                    return true;
                }
            });
        }
        return new VerifyBackup(parts).verify(name, Depth.CONTENTS, false, progress);
    }

    private void bring(OffsiteVault offsite, BackupName name, Consumer<? super Progress> progress) throws IOException {
        Optional<OffsiteCopy> known = Optional.ofNullable(new OffsiteLedgerFile(parts.vault(), offsite.location())
                .read()
                .copies()
                .get(name));
        long bytes = bytes(offsite, name, known);
        Optional<String> sha256 = known.map(copy -> copy.backup().sha256()).or(() -> offsite.sidecar(name));
        try (BackupVault.Draft draft = parts.vault().draft(bytes)) {
            Path file = DurableFiles.createFile(draft.folder().resolve("copy"));
            try (OutputStream out = new ReportingOutput(
                    Files.newOutputStream(file),
                    done -> progress.accept(new Progress(Progress.Step.DOWNLOAD, done, bytes)))) {
                if (sha256.isPresent()) {
                    new OffsiteReader(offsite).requireSame(name, sha256.get(), out);
                } else {
                    offsite.read(name, out); // its manifest has a hash of every file
                }
            } catch (BackupException e) {
                throw e.code().equals("OFFSITE_MISSING") ? VerifyCopy.unknown(name, offsite) : e;
            }
            String actual = ArchiveVerifier.sha256(file);
            long size = Files.size(file);
            BackupStatus status = known.map(OffsiteCopy::backup)
                    .filter(one -> one.sha256().equals(actual))
                    .orElseGet(() -> new BackupStatus(
                            BackupState.COULD_NOT_VERIFY,
                            Depth.SIDECAR,
                            parts.time().instant(),
                            BackupList.time(name),
                            actual,
                            size,
                            null,
                            false,
                            null));
            if (draft.publish(file, name, status)) {
                new LedgerUpdate(parts.vault()).note(ledger -> ledger.with(name, status));
            }
        }
    }

    /** How many bytes it has: as the place says, or as the ledger says where the credentials may not list. */
    private static long bytes(OffsiteVault offsite, BackupName name, Optional<OffsiteCopy> known) {
        try {
            return offsite.list().stream()
                    .filter(one -> one.name().equals(name))
                    .map(BackupVault.Stored::bytes)
                    .findFirst()
                    .orElseThrow(() -> VerifyCopy.unknown(name, offsite));
        } catch (BackupException e) {
            if (e.code().equals("OFFSITE_DENIED") && known.isPresent()) {
                return known.get().backup().bytes();
            }
            throw e;
        }
    }
}
