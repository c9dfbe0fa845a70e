package dev.cartable.backup.directory;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupLedger;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupStatus;
import dev.cartable.backup.model.OffsiteLedger;
import dev.cartable.backup.model.Sidecar;
import dev.cartable.backup.port.BackupVault;
import dev.cartable.work.RestoreLog;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A vault in a folder. Beside each archive stand its hash ({@code NAME.sha256}, as {@code sha256sum} writes it) and what is known about it
 * ({@code NAME.status.json}). The file {@code cartable-backups.json} is the ledger, and {@code cartable-offsite.json} that of the copies in a second place. What is being written stands in a folder that begins with {@code .cartable-draft-}; what a dead process has
 * left of it is removed by the next one that locks the vault. All files are for their owner alone where there are POSIX permissions.
 */
public final class DirectoryVault implements BackupVault {
    private static final String DRAFT = ".cartable-draft-";
    private static final String LOCK = ".cartable-backup.lock";
    private static final String RESTORE_LOG = "cartable.restore-log";
    private static final String STATUS = ".status.json";
    private static final String UPLOAD_LOCK = ".cartable-upload.lock";
    private static final String UPLOAD_DRAFT = ".cartable-upload-draft";
    private static final String OFFSITE_LEDGER = "cartable-offsite.json";
    private static final String LEDGER = "cartable-backups.json";
    private static final int MAX_SIDE_FILE = 64 << 10;
    private static final int MAX_LEDGER = 64 << 20;
    /**
     * The lock files that this process has locked. On POSIX, a process that closes any channel of the lock's file gives the lock up; so a
     * second vault of the same folder must not even open it.
     */
    private static final ConcurrentMap<Path, Work> LOCKED = new ConcurrentHashMap<>();

    private final Path folder;
    private final InstantSource time;

    /**
     * A vault in a folder, which is made if it is not there. The folder above it must be there: otherwise a disk that is not mounted would
     * go unnoticed.
     *
     * @throws BackupException of the code {@code VAULT_MISSING} (fact {@code path}) if it cannot be made or is no folder
     */
    public DirectoryVault(Path folder, InstantSource time) {
        this.folder = folder.toAbsolutePath().normalize();
        this.time = requireNonNull(time, "time");
    }

    private void requireFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            try {
                DurableFiles.createFolder(folder);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (!Files.isDirectory(folder)) {
                    throw new BackupException(
                            "VAULT_MISSING",
                            Map.of("path", folder.toString()),
                            "the folder for backups " + folder + " is not there and cannot be made; nothing was"
                                    + " written. Is its disk mounted?",
                            e);
                }
            }
        }
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public Path localFolder() {
        return folder;
    }

    @Override
    public List<Stored> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Stored> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "school_backup_*.{zip,zip.age}")) {
            for (Path file : files) {
                Optional<BackupName> name = BackupName.parse(String.valueOf(file.getFileName()));
                if (name.isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(new Stored(name.get(), Files.size(file)));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparing(Stored::name));
        return found;
    }

    @Override
    public Lock lock(String purpose) throws IOException {
        Lock lock = take(LOCK, purpose);
        try {
            sweep();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    @Override
    public Lock lockUploads(String purpose) throws IOException {
        Lock lock = take(UPLOAD_LOCK, purpose);
        try {
            DurableFiles.delete(file(UPLOAD_DRAFT));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    private Lock take(String lockFile, String purpose) throws IOException {
        requireFolder();
        Path real = folder.toRealPath().resolve(lockFile);
        Work work = new Work(purpose, time.instant());
        Work other = LOCKED.putIfAbsent(real, work);
        if (other != null) {
            throw new BackupException(
                    "LOCKED",
                    Map.of(
                            "purpose",
                            other.purpose(),
                            "since",
                            other.since().toString(),
                            "process",
                            "this",
                            "file",
                            file(lockFile).toString()),
                    "this process works on the backups of this vault: " + other.purpose() + " since " + other.since()
                            + "; nothing was changed. Try again when it has ended");
        }
        boolean taken = false;
        try {
            Lock lock = VaultLock.take(file(lockFile), purpose, work.since(), () -> LOCKED.remove(real));
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                LOCKED.remove(real);
            }
        }
    }

    /** Removes what dead processes have left: drafts, and what stands beside archives that never appeared. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(DRAFT) || isOrphan(name)) {
                    DurableFiles.delete(file);
                }
            }
        }
    }

    /** Whether it stands beside an archive of which nothing is there, not even a symbolic link to where it was moved. */
    private boolean isOrphan(String name) {
        return List.of(Sidecar.SUFFIX, STATUS).stream()
                .filter(name::endsWith)
                .map(end -> name.substring(0, name.length() - end.length()))
                .anyMatch(archive -> BackupName.parse(archive).isPresent()
                        && Files.notExists(file(archive), LinkOption.NOFOLLOW_LINKS));
    }

    /** In the file {@code cartable.restore-log} of the folder. Keep it with the archives. */
    @Override
    public RestoreLog restoreLog() {
        return new RestoreLogFile(file(RESTORE_LOG), this::requireFolder, time);
    }

    @Override
    public Draft draft(long bytes) throws IOException {
        requireFolder();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new BackupException(
                    "DISK_FULL",
                    Map.of("needed", Long.toString(bytes), "free", Long.toString(free), "path", folder.toString()),
                    "a backup may need " + bytes + " bytes in " + folder + ", and " + free
                            + " are free; nothing was written. Make room, or name another folder");
        }
        for (int number = 1; ; number++) {
            try {
                return new FolderDraft(DurableFiles.createFolder(
                        file(DRAFT + ProcessHandle.current().pid() + "-" + number)));
            } catch (FileAlreadyExistsException e) {
                if (number == 1000) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Copy open(BackupName name) throws IOException {
        Path archive = file(name.value());
        if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(archive.toString());
        }
        return new Copy() {
            @Override
            public Path file() {
                return archive;
            }

            @Override
            public void close() {
                // The archive stays where it is.
            }
        };
    }

    @Override
    public Optional<String> sidecar(BackupName name) throws IOException {
        return read(file(name.value() + Sidecar.SUFFIX), MAX_SIDE_FILE)
                .flatMap(text -> Sidecar.hash(text, name.value()));
    }

    @Override
    public Optional<BackupStatus> status(BackupName name) throws IOException {
        return read(file(name.value() + STATUS), MAX_SIDE_FILE).flatMap(StatusJson::read);
    }

    private static Optional<String> read(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > most) {
            return Optional.empty();
        }
        return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    @Override
    public void save(BackupName name, BackupStatus status) throws IOException {
        overwrite(file(name.value() + STATUS), StatusJson.write(status));
    }

    private void overwrite(Path file, String text) throws IOException {
        overwrite(file(DRAFT + "status-" + ProcessHandle.current().pid()), file, text);
    }

    private static void overwrite(Path draft, Path file, String text) throws IOException {
        DurableFiles.delete(draft);
        try {
            put(draft, file, text);
        } finally {
            DurableFiles.delete(draft);
        }
    }

    @Override
    public Optional<OffsiteLedger> offsiteLedger() throws IOException {
        Path file = file(OFFSITE_LEDGER);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        return Optional.of(
                read(file, MAX_LEDGER)
                        .flatMap(OffsiteJson::read)
                        .orElseThrow(
                                () -> new IOException(
                                        file
                                                + " is not the ledger of copies that it was; delete it, and the next upload begins a new one")));
    }

    @Override
    public void save(OffsiteLedger ledger) throws IOException {
        requireFolder();
        overwrite(file(UPLOAD_DRAFT), file(OFFSITE_LEDGER), OffsiteJson.write(ledger));
    }

    @Override
    public BackupLedger ledger() throws IOException {
        Path file = file(LEDGER);
        if (Files.notExists(file)) {
            return BackupLedger.EMPTY;
        }
        return read(file, MAX_LEDGER)
                .flatMap(LedgerJson::read)
                .orElseThrow(
                        () -> new IOException(
                                file
                                        + " is not the ledger of backups that it was; delete it, and the next backup begins a new one"));
    }

    @Override
    public void save(BackupLedger ledger) throws IOException {
        requireFolder();
        overwrite(file(LEDGER), LedgerJson.write(ledger));
    }

    private static void put(Path draft, Path file, String text) throws IOException {
        DurableFiles.createFile(draft);
        Files.writeString(draft, text);
        DurableFiles.force(draft);
        DurableFiles.replace(draft, file);
    }

    @Override
    public void delete(BackupName name) throws IOException {
        DurableFiles.delete(file(name.value()));
        DurableFiles.forceFolder(folder);
        DurableFiles.delete(file(name.value() + Sidecar.SUFFIX));
        DurableFiles.delete(file(name.value() + STATUS));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** A draft in a folder of its own within the vault's, so that publishing it is one rename. */
    private final class FolderDraft implements Draft {
        private final Path drafts;

        private FolderDraft(Path drafts) {
            this.drafts = drafts;
        }

        @Override
        public Path folder() {
            return drafts;
        }

        @Override
        public boolean publish(Path archive, BackupName name, BackupStatus status) throws IOException {
            Path target = file(name.value());
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Path sidecar = file(name.value() + Sidecar.SUFFIX);
            Path known = file(name.value() + STATUS);
            boolean done = false;
            try {
                put(drafts.resolve("sidecar"), sidecar, Sidecar.text(status.sha256(), name.value()));
                put(drafts.resolve("status"), known, StatusJson.write(status));
                DurableFiles.force(archive);
                DurableFiles.replace(archive, target);
                done = true;
                return true;
            } finally {
                if (!done && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    DurableFiles.delete(sidecar);
                    DurableFiles.delete(known);
                }
            }
        }

        @Override
        public void close() throws IOException {
            DurableFiles.delete(drafts);
        }
    }

    /** What this process does in a vault. */
    private record Work(String purpose, Instant since) {}
}
