package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupCounts;
import dev.cartable.backup.model.BackupName;
import dev.cartable.backup.model.BackupState;
import dev.cartable.backup.model.Finding;
import java.time.Duration;
import java.util.List;

/**
 * A backup that was made.
 *
 * @param sha256 of the whole archive
 * @param took how long it took, by the clock
 * @param isProven whether it was restored for a trial before it was encrypted
 */
public record BackupReport(
        BackupName file,
        String sha256,
        BackupCounts counts,
        Duration took,
        BackupState state,
        List<Finding> findings,
        boolean isProven) {
    public BackupReport {
        requireNonNull(file, "file");
        requireNonNull(sha256, "sha256");
        requireNonNull(counts, "counts");
        requireNonNull(took, "took");
        requireNonNull(state, "state");
        findings = List.copyOf(findings);
    }
}
