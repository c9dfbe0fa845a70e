package dev.cartable.quota.model;

import java.util.List;
import java.util.Set;

/**
 * What became of a batch of events. Every event is counted, or was known, or is refused.
 *
 * @param counted the ids that were counted now
 * @param repeated the ids that had been counted before, or stood in the batch twice
 */
public record UsageReport(Set<EventId> counted, Set<EventId> repeated, List<UsageRefusal> refused) {
    public UsageReport {
        counted = Set.copyOf(counted);
        repeated = Set.copyOf(repeated);
        refused = List.copyOf(refused);
    }
}
