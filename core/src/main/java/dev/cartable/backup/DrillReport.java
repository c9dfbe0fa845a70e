package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import dev.cartable.backup.model.BackupCounts;
import dev.cartable.backup.port.DatabaseRestore.InsertTrial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trial restore has shown.
 *
 * @param file the backup
 * @param differences what the restored database has otherwise than the backup says; empty if the backup restores
 * @param inserts what became of a new row for each column that the database numbers
 * @param counts what was restored
 * @param took how long it took, by the clock
 * @param kept where the restored data was left for a person; null if it was thrown away
 */
public record DrillReport(
        String file,
        List<Difference> differences,
        List<InsertTrial> inserts,
        BackupCounts counts,
        Duration took,
        @Nullable Kept kept) {
    private static final int REASONS = 3;

    public DrillReport {
        requireNonNull(file, "file");
        differences = List.copyOf(differences);
        inserts = List.copyOf(inserts);
        requireNonNull(counts, "counts");
        requireNonNull(took, "took");
    }

    /** Whether the backup restores. */
    public boolean isProven() {
        return differences.isEmpty() && refused().isEmpty();
    }

    /** The columns that got no number for a new row. */
    public List<String> refused() {
        return columns(InsertTrial.Outcome.REFUSED);
    }

    /** The columns of an outcome. */
    public List<String> columns(InsertTrial.Outcome outcome) {
        return inserts.stream()
                .filter(one -> one.outcome() == outcome)
                .map(InsertTrial::column)
                .toList();
    }

    /** What is said of a column that got no number, in a few words. */
    public static String refusal(String column) {
        return column + ": no next number";
    }

    /** What is not as it should be, in a few words; empty if the backup restores. */
    public Optional<String> reason() {
        List<String> reasons = new ArrayList<>();
        differences.forEach(one -> reasons.add(one.what() + " " + one.actual() + " ≠ " + one.expected()));
        refused().forEach(column -> reasons.add(refusal(column)));
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", reasons.subList(0, Math.min(REASONS, reasons.size()))));
    }

    /**
     * What was left for a person.
     *
     * @param database the name of the restored database, or the path of its file
     * @param folder the restored media
     */
    public record Kept(String database, Path folder) {
        public Kept {
            requireNonNull(database, "database");
            requireNonNull(folder, "folder");
        }
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
