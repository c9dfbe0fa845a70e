package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What became of a batch of readings. Every reading is counted, or was known, or is refused.
 *
 * @param counted the readings that were new
 * @param repeated those that had been reported before, or stood in the batch twice
 */
public record AccountingReport(List<SessionReading> counted, List<SessionReading> repeated, List<Refusal> refused) {
    public AccountingReport {
        counted = List.copyOf(counted);
        repeated = List.copyOf(repeated);
        refused = List.copyOf(refused);
    }

    /** A reading that was not counted, and why. Nothing of it was written. */
    public record Refusal(SessionReading reading, QuotaProblem problem) {
        public Refusal {
            requireNonNull(reading, "reading");
            requireNonNull(problem, "problem");
        }
    }
}
