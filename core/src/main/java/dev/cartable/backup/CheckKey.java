package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupEntry;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.BackupVault;
import java.util.Map;
import java.util.function.Consumer;

/** See {@link Backups#checkKey}. */
final class CheckKey {
    private final BackupParts parts;

    CheckKey(BackupParts parts) {
        this.parts = parts;
    }

    VerifyReport check(Consumer<? super Progress> progress) {
        BackupEntry newest = new BackupList(parts)
                .all().stream()
                        .filter(one -> one.file().isEncrypted())
                        .filter(one -> one.state() == BackupState.VERIFIED || one.isAccepted())
                        .findFirst()
                        .orElseThrow(() -> new BackupException(
                                "NO_ENCRYPTED_BACKUP",
                                Map.of("folder", parts.vault().location()),
                                "there is no encrypted backup in "
                                        + parts.vault().location() + " to try the key on"));
        if (parts.archiveFormat() instanceof DecryptingFormat format && !format.hasKey()) {
            throw new BackupException(
                    "KEY_NEEDED", Map.of("file", newest.file().value()), "no private key was given; nothing was done");
        }
        VerifyReport report = new VerifyBackup(parts).verify(newest.file(), Depth.CONTENTS, false, progress);
        if (report.state().compareTo(BackupState.DEGRADED) <= 0) {
            Failures.guarded("keycheck", () -> {
                try (BackupVault.Lock lock = parts.vault().lock("keycheck")) {
                    requireNonNull(lock, "lock");
                    BackupLedger.Proof proof =
                            new BackupLedger.Proof(parts.time().instant(), newest.file());
                    new LedgerUpdate(parts.vault()).write(ledger -> ledger.withKey(proof));
                }
                return true;
            });
        }
        return report;
    }
}
