package dev.cartable.backup;

import dev.cartable.backup.age.AgeEncryption;
import dev.cartable.backup.archive.JournalJson;
import dev.cartable.backup.archive.ZipFormat;
import dev.cartable.backup.directory.DirectoryVault;
import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.internal.JournalFormat;
import dev.cartable.backup.model.BackupSettings;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.MediaReference;
import dev.cartable.backup.model.MediaRoot;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A school with a database, a media folder and a vault, in one folder. */
final class BackupWorld implements BackupParts {
    final List<Deed> deeds = new ArrayList<>();
    final Path media;
    final Path vaultFolder;
    final TextDump dump = new TextDump();
    final List<BackupHook> hooks = new ArrayList<>();
    final List<StagedDatabaseStep> steps = new ArrayList<>();
    final List<StagedDatabaseStep> keptSteps = new ArrayList<>();
    Instant now = Instant.parse("2026-01-08T11:03:53Z");
    BackupVault vault;
    BackupVault safety;
    ArchiveFormat format = new ZipFormat();
    ArchiveEncryption encryption = new AgeEncryption();
    BackupSettings settings;

    @Nullable
    OffsiteVault offsite;

    @Nullable
    HostKey key;

    TextRestore restore = new TextRestore(dump);

    BackupWorld(Path folder) {
        this.media = folder.resolve("media");
        this.vaultFolder = folder.resolve("vault");
        this.vault = new DirectoryVault(vaultFolder, time());
        this.safety = new DirectoryVault(folder.resolve("backups_local"), time());
        this.settings = BackupSettings.of(ZoneId.of("Africa/Conakry"), "0.1", List.of(MediaRoot.of("media", media)))
                .with(List.of(MediaReference.of("payment", "payment", "receipt", "media")));
    }

    /** With some files in the media folder. */
    BackupWorld withMedia(int files) {
        for (int i = 0; i < files; i++) {
            byte[] content = new byte[200 + i];
            new Random(i).nextBytes(content);
            write("payment_receipts/2026/0" + (i % 3 + 1) + "/receipt-" + i + ".pdf", content);
        }
        return this;
    }

    void write(String path, byte[] content) {
        try {
            Path file = media.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Backups backups() {
        return new Backups(this);
    }

    /** The names of all that lies in the vault, except the lock and the ledger. */
    List<String> vaultFiles() {
        if (!Files.exists(vaultFolder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(vaultFolder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".cartable-backup.lock") && !name.equals("cartable-backups.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Code> codes(List<Finding> findings) {
        return findings.stream().map(Finding::code).toList();
    }

    @Override
    public BackupVault vault() {
        return vault;
    }

    @Override
    public Optional<OffsiteVault> offsiteVault() {
        return Optional.ofNullable(offsite);
    }

    @Override
    public Optional<DatabaseDump> databaseDump() {
        return Optional.of(dump);
    }

    @Override
    public Optional<DatabaseRestore> databaseRestore() {
        return Optional.of(restore);
    }

    @Override
    public List<StagedDatabaseStep> stagedDatabaseSteps() {
        return steps;
    }

    @Override
    public List<StagedDatabaseStep> keptDatabaseSteps() {
        return keptSteps;
    }

    @Override
    public BackupVault safetyVault() {
        return safety;
    }

    @Override
    public ArchiveFormat archiveFormat() {
        return format;
    }

    @Override
    public JournalFormat journalFormat() {
        return new JournalJson();
    }

    @Override
    public Optional<ArchiveEncryption> archiveEncryption() {
        return Optional.of(encryption);
    }

    @Override
    public BackupSettings backupSettings() {
        return settings;
    }

    @Override
    public List<BackupHook> backupHooks() {
        return hooks;
    }

    @Override
    public Optional<HostKey> hostKey() {
        return Optional.ofNullable(key);
    }

    @Override
    public InstantSource time() {
        return () -> now;
    }

    @Override
    public void record(Deed deed) {
        deeds.add(deed);
    }
}
