package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
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

/** Compares the vault with its ledger, and reports how old the latest backup is. Opens no archive. Safe for use by several threads. */
public final class ReviewBackups {
    private final BackupParts parts;

    ReviewBackups(BackupParts parts) {
        this.parts = parts;
    }

    /**
     * Looks at what there is now. Changes nothing.
     *
     * @throws dev.cartable.backup.model.BackupException if the vault cannot be read
     */
    public BackupReview review() {
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
        return new BackupReview(now, latest, ledger.restore(), ledger.key(), findings);
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
