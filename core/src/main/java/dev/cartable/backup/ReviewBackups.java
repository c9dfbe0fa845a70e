package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.model.Scope;
import dev.cartable.backup.port.BackupVault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** See {@link Backups#review}. */
final class ReviewBackups {
    private final BackupParts parts;

    ReviewBackups(BackupParts parts) {
        this.parts = parts;
    }

    BackupReview review() {
        return Failures.guarded("review", this::look);
    }

    private BackupReview look() throws IOException {
        Instant now = parts.time().instant();
        List<Finding> findings = new ArrayList<>();
        // Before the list: a backup that is deleted in between leaves the ledger first.
        BackupLedger ledger = ledger(findings);
        Map<BackupName, Long> there = new TreeMap<>();
        for (BackupVault.Stored stored : parts.vault().list()) {
            there.put(stored.name(), stored.bytes());
        }
        if (!there.keySet().containsAll(ledger.expected().keySet())) {
            ledger = ledger(new ArrayList<>());
        }
        ledger.expected().forEach((file, status) -> {
            Long bytes = there.get(file);
            if (bytes == null) {
                findings.add(Finding.of(
                        Code.BACKUP_VANISHED,
                        "file",
                        file.value(),
                        "createdAt",
                        status.createdAt().toString()));
            } else if (bytes != status.bytes()) {
                findings.add(Finding.of(
                        Code.BACKUP_CHANGED,
                        "file",
                        file.value(),
                        "expected",
                        Long.toString(status.bytes()),
                        "actual",
                        Long.toString(bytes)));
            }
        });
        Optional<BackupEntry> latest =
                new BackupList(parts).latest(parts.databaseDump().isPresent() ? Scope.ALL : Scope.MEDIA);
        age(latest, now).ifPresent(findings::add);
        Optional<OffsiteCopy> copy = parts.offsiteVault().flatMap(offsite -> copies(offsite.location(), now, findings));
        return new BackupReview(now, latest, copy, ledger.restore(), ledger.key(), findings);
    }

    /**
     * What is known of the second place, without asking it: each upload and each pruning compares it with what is there. Returns the newest
     * copy.
     */
    private Optional<OffsiteCopy> copies(String place, Instant now, List<Finding> findings) {
        OffsiteLedger ledger = new OffsiteLedgerFile(parts.vault(), place).read();
        Map.Entry<BackupName, OffsiteCopy> newest = null;
        for (Map.Entry<BackupName, OffsiteCopy> one : ledger.copies().entrySet()) {
            OffsiteCopy copy = one.getValue();
            String file = one.getKey().value();
            if (copy.state() == OffsiteState.VANISHED) {
                findings.add(Finding.of(Code.OFFSITE_VANISHED, "file", file, "place", place));
            } else if (copy.state() == OffsiteState.FAILED) {
                findings.add(Finding.of(
                        Code.OFFSITE_FAILED, "file", file, "place", place, "reason", String.valueOf(copy.failure())));
            }
            boolean isNewer = newest == null
                    || !copy.backup()
                            .createdAt()
                            .isBefore(newest.getValue().backup().createdAt());
            if (copy.state().isThere() && isNewer) {
                newest = one;
            }
        }
        if (newest == null) {
            findings.add(Finding.of(Code.OFFSITE_TOO_OLD, "place", place));
            return Optional.empty();
        }
        String file = newest.getKey().value();
        if (newest.getValue().state() == OffsiteState.SENT) {
            findings.add(Finding.of(Code.OFFSITE_UNREAD, "file", file, "place", place));
        }
        Duration age = Duration.between(newest.getValue().backup().createdAt(), now);
        if (age.compareTo(parts.backupSettings().maxAge()) > 0) {
            findings.add(Finding.of(
                    Code.OFFSITE_TOO_OLD, "place", place, "file", file, "hours", Long.toString(age.toHours())));
        }
        return Optional.of(newest.getValue());
    }

    private BackupLedger ledger(List<Finding> findings) {
        try {
            return parts.vault().ledger();
        } catch (IOException e) {
            findings.add(Finding.of(Code.LEDGER_UNREADABLE, "reason", e.toString()));
            return BackupLedger.EMPTY;
        }
    }

    private Optional<Finding> age(Optional<BackupEntry> latest, Instant now) {
        if (latest.isEmpty()) {
            return Optional.of(Finding.of(Code.NO_BACKUP, "path", parts.vault().location()));
        }
        Duration age = Duration.between(latest.get().createdAt(), now);
        return age.compareTo(parts.backupSettings().maxAge()) <= 0
                ? Optional.empty()
                : Optional.of(Finding.of(
                        Code.BACKUP_TOO_OLD,
                        "file",
                        latest.get().file().value(),
                        "hours",
                        Long.toString(age.toHours())));
    }
}
