package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.work.internal.Deed;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** See {@link Backups#accept}. */
final class AcceptBackup {
    private final BackupParts parts;

    AcceptBackup(BackupParts parts) {
        this.parts = parts;
    }

    void accept(BackupName name, String reason) {
        BackupStatus.Acceptance acceptance =
                new BackupStatus.Acceptance(parts.time().instant(), reason);
        Failures.guarded("accept", () -> {
            try (BackupVault.Lock lock = parts.vault().lock("accept")) {
                Objects.requireNonNull(lock, "lock");
                LedgerUpdate ledger = new LedgerUpdate(parts.vault());
                boolean isCopy = forgetsCopy(name);
                if (isCopy
                        && parts.vault().list().stream()
                                .noneMatch(one -> one.name().equals(name))
                        && !parts.vault().ledger().expected().containsKey(name)) {
                    return true;
                }
                if (parts.vault().list().stream().noneMatch(one -> one.name().equals(name))
                        && parts.vault().ledger().expected().containsKey(name)) {
                    ledger.write(before -> before.without(name));
                    return true;
                }
                BackupList.open(parts, name).close();
                BackupStatus status = parts.vault().status(name).orElse(null);
                BackupState state = status == null ? BackupState.COULD_NOT_VERIFY : status.state();
                if (status == null || state != BackupState.DEGRADED) {
                    throw new BackupException(
                            "NOT_DEGRADED",
                            Map.of("file", name.value(), "state", state.name()),
                            "the backup " + name + " is " + state + "; only one that is DEGRADED can be accepted."
                                    + " Nothing was changed");
                }
                parts.vault().save(name, status.accepted(acceptance));
                ledger.note(before -> before.with(name, status.accepted(acceptance)));
                return true;
            }
        });
        parts.record(Deed.of("backup.accept", "backup", name.value()));
    }

    /** A copy that has vanished from the second place is expected no more. */
    private boolean forgetsCopy(BackupName name) throws IOException {
        Optional<OffsiteVault> offsite = parts.offsiteVault();
        if (offsite.isEmpty()) {
            return false;
        }
        OffsiteLedgerFile copies =
                new OffsiteLedgerFile(parts.vault(), offsite.get().location());
        OffsiteCopy copy = copies.read().copies().get(name);
        if (copy == null || copy.state() != OffsiteState.VANISHED) {
            return false;
        }
        try (BackupVault.Lock lock = parts.vault().lockUploads("accept")) {
            Objects.requireNonNull(lock, "lock");
            copies.write(all -> all.without(name));
        }
        return true;
    }
}
