package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.OffsiteCopy;
import dev.cartable.backup.model.OffsiteState;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.OffsiteVault;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link Backups#verifyCopy}. */
final class VerifyCopy {
    private final BackupParts parts;

    VerifyCopy(BackupParts parts) {
        this.parts = parts;
    }

    OffsiteCopy verify(BackupName name) {
        OffsiteVault offsite = OffsiteLedgerFile.place(parts);
        OffsiteLedgerFile ledger = new OffsiteLedgerFile(parts.vault(), offsite.location());
        return Failures.guarded("verify", () -> {
            try (BackupVault.Lock lock = parts.vault().lockUploads("verify")) {
                requireNonNull(lock, "lock");
                OffsiteCopy before = ledger.read().copies().get(name);
                if (before == null
                        || before.state() == OffsiteState.UPLOADING
                        || before.state() == OffsiteState.PRUNED
                        || (before.state() == OffsiteState.FAILED && !"OFFSITE_DAMAGED".equals(before.failure()))) {
                    throw unknown(name, offsite);
                }
                OffsiteCopy now = found(new OffsiteReader(offsite), name, before);
                ledger.write(all -> all.with(name, now));
                return now;
            }
        });
    }

    private OffsiteCopy found(OffsiteReader reader, BackupName name, OffsiteCopy before) throws IOException {
        try {
            reader.requireSame(name, before.backup());
            return copy(OffsiteState.VERIFIED, before, null);
        } catch (BackupException e) {
            return switch (e.code()) {
                case "OFFSITE_DAMAGED" -> copy(OffsiteState.FAILED, before, e.code());
                case "OFFSITE_MISSING" -> copy(OffsiteState.VANISHED, before, e.code());
                default -> throw e;
            };
        }
    }

    private OffsiteCopy copy(OffsiteState state, OffsiteCopy before, @Nullable String failure) {
        return new OffsiteCopy(state, parts.time().instant(), before.backup(), null, failure);
    }

    static BackupException unknown(BackupName name, OffsiteVault offsite) {
        return new BackupException(
                "UNKNOWN_COPY",
                Map.of("file", name.value(), "place", offsite.location()),
                "no copy of the backup " + name + " is known in " + offsite.location() + "; nothing was done");
    }
}
