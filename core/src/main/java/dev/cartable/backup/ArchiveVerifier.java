package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Finding.Code;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.model.Progress;
import dev.cartable.backup.port.ArchiveFormat;
import dev.cartable.backup.port.ArchiveFormat.DamagedArchiveException;
import dev.cartable.backup.port.DatabaseDump;
import dev.cartable.work.HostKey;
import dev.cartable.work.internal.DurableFiles;
import dev.cartable.work.internal.ProcessFiles;
import dev.cartable.work.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verifies one archive, wherever it lies. Writes nothing but a temporary copy of the dump. */
final class ArchiveVerifier {
    private static final int BUFFER = 256 << 10;
    private static final int MOST_AHEAD = 256;
    /** After these, the origin of the dump is unknown. */
    private static final Set<Code> UNKNOWN_ORIGIN = Set.of(
            Code.MANIFEST_FORGED, Code.MAC_MISSING, Code.MAC_NOT_CHECKED, Code.EARLIER_SYSTEM, Code.ENTRY_DAMAGED);

    private final ArchiveFormat format;
    private final @Nullable DatabaseDump dump;
    private final @Nullable HostKey key;

    ArchiveVerifier(BackupParts parts) {
        this.format = parts.archiveFormat();
        this.dump = parts.databaseDump().orElse(null);
        this.key = parts.hostKey().orElse(null);
    }

    /**
     * What was found about an archive.
     *
     * @param manifest empty if it could not be read
     * @param sha256 of the whole archive; empty if it could not be read to its end
     */
    record Result(Optional<Manifest> manifest, List<Finding> findings, Optional<String> sha256) {}

    /**
     * Verifies an archive.
     *
     * @param sidecar the hash that its sidecar gives; null if it has none
     * @param references also reports the files that the database refers to and the archive does not hold
     */
    Result verify(
            Path archive,
            @Nullable String sidecar,
            Depth depth,
            boolean references,
            Consumer<? super Progress> progress) {
        FindingList findings = new FindingList();
        if (DurableFiles.isPlaceholder(archive)) {
            findings.add(Finding.of(Code.PLACEHOLDER, "path", archive.toString()));
            return new Result(Optional.empty(), findings.toList(), Optional.empty());
        }
        // The hash of the whole archive, and the hashes of its files, each take a processor; the disk is read once.
        FutureTask<String> hashing = new FutureTask<>(() -> sha256(archive));
        Thread thread = new Thread(hashing, "cartable-backup-hash");
        thread.setDaemon(true);
        thread.start();
        Optional<Manifest> manifest = Optional.empty();
        try {
            if (depth.includes(Depth.MANIFEST) || references) {
                manifest = inside(archive, depth, references, findings, progress);
            }
        } catch (DamagedArchiveException e) {
            findings.add(damaged(e));
        } catch (IOException e) {
            findings.add(unreadable(archive, e));
        } catch (BackupException e) {
            // Where the header was changed, no key opens the archive, and its hash says which of the two it is.
            if (!e.code().equals("WRONG_KEY") || sidecar == null || isIntact(hashing, sidecar)) {
                hashing.cancel(true);
                throw e;
            }
        }
        Optional<String> sha256 = await(hashing, archive, findings);
        if (sidecar == null) {
            findings.add(Finding.of(Code.SIDECAR_MISSING));
        } else if (sha256.isPresent() && !sha256.get().equals(sidecar)) {
            findings.add(Finding.of(Code.SIDECAR_MISMATCH, "expected", sidecar, "actual", sha256.get()));
        }
        return new Result(manifest, findings.toList(), sha256);
    }

    /** Verifies the contents of an archive of this process, which is hashed as a whole elsewhere, or is encrypted next. */
    Result contents(Path archive, Consumer<? super Progress> progress) {
        FindingList findings = new FindingList();
        Optional<Manifest> manifest = Optional.empty();
        try {
            manifest = inside(archive, Depth.CONTENTS, false, findings, progress);
        } catch (DamagedArchiveException e) {
            findings.add(damaged(e));
        } catch (IOException e) {
            findings.add(unreadable(archive, e));
        }
        return new Result(manifest, findings.toList(), Optional.empty());
    }

    private static boolean isIntact(FutureTask<String> hashing, String sidecar) {
        try {
            return hashing.get().equals(sidecar);
        } catch (ExecutionException e) {
            return false; // It is reported with the other findings.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Optional<Manifest> inside(
            Path archive, Depth depth, boolean references, FindingList findings, Consumer<? super Progress> progress)
            throws IOException {
        try (ArchiveFormat.Reader reader = format.open(archive)) {
            ArchiveFormat.ManifestReading reading = reader.manifest(key);
            findings.addAll(reading.findings());
            if (reading.manifest().isEmpty()) {
                return Optional.empty();
            }
            Manifest manifest = reading.manifest().get();
            if (!compare(manifest, reader.names(), findings)) {
                return reading.manifest();
            }
            if (depth.includes(Depth.CONTENTS)) {
                contents(reader, manifest, findings, progress);
            }
            if (depth.includes(Depth.DUMP) && manifest.database() != null) {
                findings.addAll(dump(reader, manifest.database(), findings.toList(), progress));
            }
            if (references && manifest.database() != null && manifest.database().references() != null) {
                references(reader, manifest, manifest.database().references(), findings);
            }
            return reading.manifest();
        }
    }

    /** Whether the manifest lists exactly what the archive holds, under names that are safe. */
    private static boolean compare(Manifest manifest, List<String> names, FindingList findings) {
        Set<String> inArchive = new HashSet<>(names);
        Set<String> listed = new HashSet<>();
        boolean same = true;
        for (Manifest.File file : manifest.files()) {
            Code code = !Names.isSafe(file.path())
                    ? Code.NAME_UNSAFE
                    : !listed.add(file.path())
                            ? Code.ENTRY_UNLISTED
                            : !inArchive.contains(file.path()) ? Code.ENTRY_MISSING : null;
            if (code != null) {
                findings.add(Finding.of(code, "path", file.path()));
                same = false;
            }
        }
        for (String name : names) {
            if (!listed.contains(name)) {
                findings.add(Finding.of(Code.ENTRY_UNLISTED, "path", name));
                same = false;
            }
        }
        Manifest.Database database = manifest.database();
        if (database != null) {
            for (String path : database.references() == null
                    ? List.of(database.path())
                    : List.of(database.path(), database.references())) {
                if (!listed.contains(path)) {
                    findings.add(Finding.of(Code.ENTRY_MISSING, "path", path));
                    same = false;
                }
            }
        }
        return same;
    }

    /** All processors read and hash; what is found stands in the order of the files. */
    private static void contents(
            ArchiveFormat.Reader reader, Manifest manifest, FindingList findings, Consumer<? super Progress> progress)
            throws IOException {
        long total = manifest.counts().bytes();
        long done = 0;
        Iterator<Manifest.File> files = manifest.files().iterator();
        Deque<Reading> readings = new ArrayDeque<>();
        ExecutorService workers = workers();
        try {
            while (files.hasNext() || !readings.isEmpty()) {
                while (files.hasNext() && readings.size() < MOST_AHEAD) {
                    Manifest.File file = files.next();
                    readings.add(new Reading(file, workers.submit(() -> isIntact(reader, file))));
                }
                Reading first = readings.remove();
                if (!first.await()) {
                    findings.add(
                            Finding.of(Code.ENTRY_DAMAGED, "path", first.file().path()));
                }
                done += first.file().size();
                progress.accept(new Progress(Progress.Step.VERIFY, done, total));
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static ExecutorService workers() {
        return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(task, "cartable-backup-verify");
            thread.setDaemon(true);
            return thread;
        });
    }

    private record Reading(Manifest.File file, Future<Boolean> isIntact) {
        boolean await() throws IOException {
            try {
                return isIntact.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the verification was interrupted");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e.getCause();
            }
        }
    }

    private static boolean isIntact(ArchiveFormat.Reader reader, Manifest.File file) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, file.size()))];
        long size = 0;
        try (InputStream in = reader.content(file.path())) {
            for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
                digest.update(buffer, 0, some);
                size += some;
            }
        } catch (DamagedArchiveException e) {
            return false;
        }
        return size == file.size() && HexFormat.of().formatHex(digest.digest()).equals(file.sha256());
    }

    private List<Finding> dump(
            ArchiveFormat.Reader reader,
            Manifest.Database database,
            List<Finding> known,
            Consumer<? super Progress> progress)
            throws IOException {
        if (dump == null || !database.path().equals(Names.DATABASE + dump.fileName())) {
            return List.of(Finding.of(
                    Code.DUMP_NOT_CHECKED,
                    "reason",
                    "there is no program here for a dump of " + database.info().kind()));
        }
        if (!dump.verifiesByReadingAlone() && known.stream().map(Finding::code).anyMatch(UNKNOWN_ORIGIN::contains)) {
            return List.of(Finding.of(
                    Code.DUMP_NOT_CHECKED,
                    "reason",
                    "a check would run the dump, and the origin of the archive is unknown"));
        }
        Path temporary = Room.temporary();
        try {
            Path folder = ProcessFiles.createFolder(temporary, "cartable-verify-");
            try {
                Path copy = folder.resolve(dump.fileName());
                try (InputStream in = reader.content(database.path());
                        OutputStream out = Files.newOutputStream(DurableFiles.createFile(copy))) {
                    in.transferTo(out);
                } catch (DamagedArchiveException e) {
                    return List.of(Finding.of(Code.ENTRY_DAMAGED, "path", database.path()));
                }
                return findings(
                        dump.verify(copy, read -> progress.accept(new Progress(Progress.Step.VERIFY, read, 0))));
            } finally {
                DurableFiles.delete(folder);
            }
        } catch (IOException e) {
            throw Failures.unlessFull(temporary, e);
        }
    }

    static List<Finding> findings(DatabaseDump.Check check) {
        if (check instanceof DatabaseDump.Check.Broken broken) {
            return List.of(Finding.of(Code.DUMP_DAMAGED, "reason", broken.reason()));
        }
        if (check instanceof DatabaseDump.Check.Unknown unknown) {
            return List.of(Finding.of(Code.DUMP_NOT_CHECKED, "reason", unknown.reason()));
        }
        return List.of();
    }

    private static void references(ArchiveFormat.Reader reader, Manifest manifest, String list, FindingList findings)
            throws IOException {
        Set<String> names = manifest.files().stream().map(Manifest.File::path).collect(Collectors.toSet());
        Set<String> media = manifest.media().stream().map(Manifest.Media::name).collect(Collectors.toSet());
        try (InputStream in = reader.content(list)) {
            References.check(in, names, media, findings::add);
        }
    }

    private static Optional<String> await(FutureTask<String> hashing, Path archive, FindingList findings) {
        try {
            return Optional.of(hashing.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                findings.add(unreadable(archive, io));
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(Finding.of(
                    Code.ARCHIVE_UNREADABLE, "path", archive.toString(), "reason", "the verification was interrupted"));
            return Optional.empty();
        }
    }

    private static Finding damaged(DamagedArchiveException e) {
        return Finding.of(Code.ARCHIVE_DAMAGED, "reason", String.valueOf(e.getMessage()));
    }

    private static Finding unreadable(Path archive, IOException e) {
        return Finding.of(Code.ARCHIVE_UNREADABLE, "path", archive.toString(), "reason", e.toString());
    }

    /** The hash of a whole file. */
    static String sha256(Path file) throws IOException {
        return sha256(file, bytes -> {});
    }

    /** @param read is called with the bytes that were read so far */
    static String sha256(Path file, LongConsumer read) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
                digest.update(buffer, 0, some);
                done += some;
                read.accept(done);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
