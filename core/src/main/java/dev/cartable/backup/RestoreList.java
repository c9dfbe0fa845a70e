package dev.cartable.backup;

import dev.cartable.backup.internal.BackupParts;
import dev.cartable.work.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file in which people read later what a restore has replaced, and what was lost by it. */
final class RestoreList {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private final BackupParts parts;
    private final RestorePlan plan;

    RestoreList(BackupParts parts, RestorePlan plan) {
        this.parts = parts;
        this.plan = plan;
    }

    /**
     * Writes it.
     *
     * @param start when the restore began
     */
    Path write(String id, Instant start) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("restore", id);
        fields.put("at", start);
        fields.put(
                "archives", plan.archives().stream().map(RestoreList::archive).toList());
        fields.put("scope", plan.scope());
        fields.put("obstacles", plan.obstacles());
        fields.put(
                "tables",
                plan.tables().stream().filter(CheckReport.Table::differs).toList());
        fields.put("newest", plan.newest());
        fields.put(
                "media",
                plan.media().stream()
                        .map(one -> Map.of(
                                "name",
                                one.name(),
                                "folder",
                                one.folder().toString(),
                                "files",
                                one.files(),
                                "replaced",
                                one.replaced(),
                                "changed",
                                one.changed()))
                        .toList());
        Path folder = parts.vault().localFolder();
        for (int number = 1; ; number++) {
            Path list = folder.resolve(
                    "school_restore_" + TIME.format(start) + (number == 1 ? "" : "_" + number) + ".json");
            try {
                DurableFiles.createFile(list);
                Files.writeString(list, parts.journalFormat().page(fields));
                DurableFiles.force(list);
                return list;
            } catch (FileAlreadyExistsException e) {
                if (number == 1000) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, Object> archive(RestorePlan.Archive archive) {
        return Map.of(
                "file",
                archive.file(),
                "sha256",
                archive.sha256(),
                "createdAt",
                archive.manifest().createdAt(),
                "state",
                archive.state());
    }
}
