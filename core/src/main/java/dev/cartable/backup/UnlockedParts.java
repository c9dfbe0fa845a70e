package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.port.ArchiveFormat;
import java.util.List;

/** The parts of a host together with private keys, so that all that opens an archive also opens an encrypted one. */
final class UnlockedParts extends ForwardedParts {
    private final List<BackupIdentity> identities;

    UnlockedParts(BackupParts parts, List<BackupIdentity> identities) {
        super(parts);
        this.identities = List.copyOf(identities);
    }

    @Override
    public ArchiveFormat archiveFormat() {
        return new DecryptingFormat(super.archiveFormat(), archiveEncryption(), identities);
    }
}
