package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupCounts;
import java.time.Duration;
import java.util.List;

/**
 * What a trial restore has shown.
 *
 * @param file the backup
 * @param restore the id of the trial, by which the database's adapter knows what was kept
 * @param differences what the restored database has otherwise than the backup says; empty if the backup restores
 * @param counts what was restored
 * @param took how long it took, by the clock
 * @param isKept whether the restored database was left for a person
 */
public record DrillReport(
        String file, String restore, List<Difference> differences, BackupCounts counts, Duration took, boolean isKept) {
    public DrillReport {
        requireNonNull(file, "file");
        requireNonNull(restore, "restore");
        differences = List.copyOf(differences);
        requireNonNull(counts, "counts");
        requireNonNull(took, "took");
    }

    /** Whether the backup restores. */
    public boolean isProven() {
        return differences.isEmpty();
    }

    /**
     * A number that is another than the backup says.
     *
     * @param what a table, a sequence, or {@code large objects}
     * @param actual -1 if it is not there
     */
    public record Difference(String what, long expected, long actual) {
        public Difference {
            requireNonNull(what, "what");
        }
    }
}
