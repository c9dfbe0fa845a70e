package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupCounts;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A restore that has succeeded.
 *
 * @param id its id in the journal
 * @param files the archives that it took from
 * @param safetyCopy the backup of what it has replaced
 * @param safetyFolder where that is
 * @param list the file that says what was replaced and lost
 * @param counts what was restored
 */
public record RestoreReport(
        String id,
        List<String> files,
        BackupName safetyCopy,
        String safetyFolder,
        Path list,
        BackupCounts counts,
        Duration took,
        List<Finding> findings) {
    public RestoreReport {
        requireNonNull(id, "id");
        files = List.copyOf(files);
        requireNonNull(safetyCopy, "safetyCopy");
        requireNonNull(safetyFolder, "safetyFolder");
        requireNonNull(list, "list");
        requireNonNull(counts, "counts");
        requireNonNull(took, "took");
        findings = List.copyOf(findings);
    }
}
