package dev.cartable.backup;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An unfinished restore that was finished or undone.
 *
 * @param id its id in the journal
 * @param began when it began
 */
public record RecoveryReport(String id, Instant began, Outcome outcome) {
    public RecoveryReport {
        requireNonNull(id, "id");
        requireNonNull(began, "began");
        requireNonNull(outcome, "outcome");
    }

    /** What the live data is now. */
    public enum Outcome {
        /** The live data is entirely what the backup holds. */
        FINISHED,
        /** The live data is entirely what it was before the restore. */
        UNDONE
    }
}
