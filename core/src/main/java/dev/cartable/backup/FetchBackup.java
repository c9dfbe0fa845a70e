package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** See {@link Backups#fetch(BackupName, Consumer)}. */
final class FetchBackup {
    private final BackupParts parts;

    FetchBackup(BackupParts parts) {
        this.parts = parts;
    }

    List<BackupVault.Stored> list() {
        return OffsiteLedgerFile.place(parts).list();
    }

    VerifyReport fetch(BackupName name, Consumer<? super Progress> progress) {
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
                    bringRestoreLog(offsite);
                    return true;
                }
            });
        }
        return new VerifyBackup(parts).verify(name, Depth.CONTENTS, false, progress);
    }

    Optional<BackupName> latest(Scope scope, Instant before, Consumer<? super Progress> progress) {
        requireNonNull(progress, "progress");
        BackupList list = new BackupList(parts);
        Instant here = list.latest(scope, before).map(BackupEntry::createdAt).orElse(Instant.MIN);
        for (BackupName name : newer(scope, here, before)) {
            VerifyReport report = fetch(name, progress);
            if (report.state() == BackupState.COULD_NOT_VERIFY
                    || list.latest(scope, before)
                            .filter(one -> one.file().equals(name))
                            .isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The copies of backups that the vault does not have, the newest first. */
    private List<BackupName> newer(Scope scope, Instant after, Instant before) {
        OffsiteVault offsite = OffsiteLedgerFile.place(parts);
        Set<BackupName> here = Failures.guarded(
                "fetch",
                () -> parts.vault().list().stream()
                        .map(BackupVault.Stored::name)
                        .collect(Collectors.toSet()));
        Map<BackupName, Instant> there = new HashMap<>();
        Map<BackupName, OffsiteCopy> known =
                new OffsiteLedgerFile(parts.vault(), offsite.location()).read().copies();
        known.forEach((name, copy) -> {
            if (copy.state().isThere() && copy.backup().counts() && holds(copy.backup(), scope)) {
                there.put(name, copy.backup().createdAt());
            }
        });
        if (known.isEmpty() && after.equals(Instant.MIN)) {
            offsite.list().forEach(one -> there.put(one.name(), BackupList.time(one.name())));
        }
        return there.entrySet().stream()
                .filter(one -> one.getValue().isAfter(after) && one.getValue().isBefore(before))
                .filter(one -> !here.contains(one.getKey()))
                .sorted(Map.Entry.<BackupName, Instant>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean holds(BackupStatus backup, Scope scope) {
        return backup.holds() == Scope.ALL || backup.holds() == scope;
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

    /** Credentials that may read archives alone bring none; then a restore without a log asks. */
    private void bringRestoreLog(OffsiteVault offsite) throws IOException {
        try {
            Optional<byte[]> log = offsite.restoreLog();
            if (log.isPresent()) {
                parts.vault().restoreLog().addAll(log.get());
            }
        } catch (BackupException e) {
            if (!e.code().equals("OFFSITE_DENIED")) {
                throw e;
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
