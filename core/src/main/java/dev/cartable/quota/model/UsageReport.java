package dev.cartable.quota.model;

import java.util.List;
import java.util.Set;

/**
 * What became of a batch of events. Every event is counted, or was known, or is refused.
 *
 * @param counted the keys that were counted now
 * @param repeated the keys that had been counted before with the same contents, or stood in the batch twice
 */
public record UsageReport(Set<EventKey> counted, Set<EventKey> repeated, List<UsageRefusal> refused) {
    public UsageReport {
        counted = Set.copyOf(counted);
        repeated = Set.copyOf(repeated);
        refused = List.copyOf(refused);
    }
}
