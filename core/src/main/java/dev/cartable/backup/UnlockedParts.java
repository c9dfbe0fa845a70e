package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupIdentity;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.JournalFormat;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.work.HostKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The parts of a host together with private keys, so that all that opens an archive also opens an encrypted one. */
final class UnlockedParts implements BackupParts {
    private final BackupParts parts;
    private final List<BackupIdentity> identities;

    UnlockedParts(BackupParts parts, List<BackupIdentity> identities) {
        this.parts = requireNonNull(parts, "parts");
        this.identities = List.copyOf(identities);
    }

    @Override
    public ArchiveFormat archiveFormat() {
        return new DecryptingFormat(parts.archiveFormat(), parts.archiveEncryption(), identities);
    }

    @Override
    public JournalFormat journalFormat() {
        return parts.journalFormat();
    }

    @Override
    public Optional<ArchiveEncryption> archiveEncryption() {
        return parts.archiveEncryption();
    }

    @Override
    public BackupVault vault() {
        return parts.vault();
    }

    @Override
    public Optional<DatabaseDump> databaseDump() {
        return parts.databaseDump();
    }

    @Override
    public Optional<DatabaseRestore> databaseRestore() {
        return parts.databaseRestore();
    }

    @Override
    public List<StagedDatabaseStep> stagedDatabaseSteps() {
        return parts.stagedDatabaseSteps();
    }

    @Override
    public BackupVault safetyVault() {
        return parts.safetyVault();
    }

    @Override
    public BackupSettings backupSettings() {
        return parts.backupSettings();
    }

    @Override
    public List<BackupHook> backupHooks() {
        return parts.backupHooks();
    }

    @Override
    public Optional<HostKey> hostKey() {
        return parts.hostKey();
    }

    @Override
    public InstantSource time() {
        return parts.time();
    }
}
