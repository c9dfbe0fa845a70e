package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Depth;
import dev.cartable.backup.model.Finding;
import dev.cartable.backup.model.Manifest;
import dev.cartable.backup.port.ArchiveFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** See {@link Backups#extract}. */
final class ExtractFiles {
    private final BackupParts parts;

    ExtractFiles(BackupParts parts) {
        this.parts = parts;
    }

    ExtractReport extract(BackupName name, List<String> paths, Path to) {
        return Failures.guarded(
                "extract",
                () -> BackupList.read(parts, name, archive -> {
                    try {
                        ArchiveVerifier.Result result =
                                new ArchiveVerifier(parts).verify(archive, null, Depth.MANIFEST, false, progress -> {});
                        if (Finding.state(result.findings()) == BackupState.INVALID
                                || result.manifest().isEmpty()) {
                            BackupList.open(parts, name).close(); // It may have been deleted meanwhile.
                            throw BackupList.invalid(name.value(), result.findings());
                        }
                        return extract(archive, wanted(result.manifest().get(), paths), to);
                    } catch (ArchiveFormat.DamagedArchiveException e) {
                        throw BackupList.invalid(
                                name.value(),
                                List.of(Finding.of(
                                        Finding.Code.ARCHIVE_DAMAGED, "reason", String.valueOf(e.getMessage()))));
                    }
                }));
    }

    private ExtractReport extract(Path archive, Iterable<Manifest.File> files, Path to) throws IOException {
        Files.createDirectories(to);
        long count = 0;
        long bytes = 0;
        try (ArchiveFormat.Reader reader = parts.archiveFormat().open(archive)) {
            Extraction extraction = new Extraction(reader, to);
            for (Manifest.File file : files) {
                extraction.extract(file, file.path());
                count++;
                bytes += file.size();
            }
        }
        return new ExtractReport(count, bytes);
    }

    private static Iterable<Manifest.File> wanted(Manifest manifest, List<String> paths) {
        Map<String, Manifest.File> wanted = new LinkedHashMap<>();
        for (String path : paths) {
            String folder = path.endsWith("/") ? path : path + "/";
            int before = wanted.size();
            boolean known = false;
            for (Manifest.File file : manifest.files()) {
                if (file.path().equals(path) || file.path().startsWith(folder)) {
                    wanted.put(file.path(), file);
                    known = true;
                }
            }
            if (!known && wanted.size() == before) {
                throw new BackupException(
                        "UNKNOWN_PATH",
                        Map.of("path", path),
                        "the backup holds no file and no folder " + path + "; nothing was written");
            }
        }
        return wanted.values();
    }
}
