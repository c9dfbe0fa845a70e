package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What becomes of a backup by a {@link KeepPolicy}.
 *
 * @param reasons at least one
 */
public record PruneDecision(BackupName file, Instant createdAt, long bytes, List<PruneReason> reasons) {
    public PruneDecision {
        requireNonNull(file, "file");
        requireNonNull(createdAt, "createdAt");
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("there is no reason for what becomes of " + file);
        }
    }

    PruneDecision(BackupName file, Instant createdAt, long bytes, Set<PruneReason> reasons) {
        this(file, createdAt, bytes, reasons.stream().sorted().toList());
    }

    /** Whether the backup stays. */
    public boolean isKept() {
        return reasons.stream().anyMatch(PruneReason::keeps);
    }
}
