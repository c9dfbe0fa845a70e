package dev.cartable.backup.internal;

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

/** What {@link dev.cartable.backup.Backups} is made of. */
public interface BackupParts {
    /** Where backups are kept; asking for it fails and names it where the host has given none. */
    BackupVault vault();

    /** Where copies of backups are kept; empty for a host that has no second place. */
    Optional<OffsiteVault> offsiteVault();

    /** Empty for a host whose database Cartable does not know. */
    Optional<DatabaseDump> databaseDump();

    /** Empty for a host whose database Cartable cannot restore. */
    Optional<DatabaseRestore> databaseRestore();

    /** What changes a restored database before it is used, in this order. */
    List<StagedDatabaseStep> stagedDatabaseSteps();

    /** What changes a database that a trial restore leaves for a person, in this order: nothing is ever sent from it. */
    List<StagedDatabaseStep> keptDatabaseSteps();

    /** Where a restore keeps a copy of what it replaces; asking for it fails and names it where the host has given none. */
    BackupVault safetyVault();

    ArchiveFormat archiveFormat();

    JournalFormat journalFormat();

    /** Empty for a host whose backups are not encrypted. */
    Optional<ArchiveEncryption> archiveEncryption();

    BackupSettings backupSettings();

    List<BackupHook> backupHooks();

    /** For the manifest's MAC; empty for a host that has no key. */
    Optional<HostKey> hostKey();

    InstantSource time();

    /** Writes to the audit trail what a person has done; where the database cannot be written, to the log. */
    void record(Deed deed);
}
