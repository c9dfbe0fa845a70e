package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.internal.JournalFormat;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.port.ArchiveEncryption;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.BackupHook;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.backup.port.DatabaseRestore;
import dev.cartable.backup.port.OffsiteVault;
import dev.cartable.backup.port.StagedDatabaseStep;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.Deed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Other parts, of which a subclass replaces some. */
class ForwardedParts implements BackupParts {
    private final BackupParts parts;

    ForwardedParts(BackupParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    @Override
    public ArchiveFormat archiveFormat() {
        return parts.archiveFormat();
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
    public Optional<OffsiteVault> offsiteVault() {
        return parts.offsiteVault();
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
    public List<StagedDatabaseStep> keptDatabaseSteps() {
        return parts.keptDatabaseSteps();
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

    @Override
    public void record(Deed deed) {
        parts.record(deed);
    }
}
