package dev.cartable.quota.model;

import java.util.List;

/**
 * What became of a batch of readings. Every reading is counted, or was known, or is refused.
 *
 * @param counted the readings that were new
 * @param repeated those that had been told before, or stood in the batch twice
 */
public record AccountingReport(
        List<SessionReading> counted, List<SessionReading> repeated, List<AccountingRefusal> refused) {
    public AccountingReport {
        counted = List.copyOf(counted);
        repeated = List.copyOf(repeated);
        refused = List.copyOf(refused);
    }
}
