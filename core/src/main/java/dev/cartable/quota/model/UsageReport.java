package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch of events. Every event is counted, or was known, or is refused.
 *
 * @param counted the keys that were counted now
 * @param repeated the keys that had been counted before with the same contents, or stood in the batch twice
 */
public record UsageReport(Set<UsageEvent.Key> counted, Set<UsageEvent.Key> repeated, List<Refusal> refused) {
    public UsageReport {
        counted = Set.copyOf(counted);
        repeated = Set.copyOf(repeated);
        refused = List.copyOf(refused);
    }

    /**
     * An event that was not counted, and why. Nothing of it was written.
     *
     * @param earlier the event that counts under the same key; only for {@link QuotaProblem#CONFLICT}
     */
    public record Refusal(
            UsageEvent event,
            QuotaProblem problem,
            @Nullable UsageEvent earlier) {
        public Refusal {
            requireNonNull(event, "event");
            requireNonNull(problem, "problem");
            if ((problem == QuotaProblem.CONFLICT) != (earlier != null)) {
                throw new IllegalArgumentException("a refusal for " + problem + " with the earlier event " + earlier);
            }
        }

        /** A refusal that no other event is the reason for. */
        public static Refusal of(UsageEvent event, QuotaProblem problem) {
            return new Refusal(event, problem, null);
        }

        /** The refusal of an event whose id already counts with other contents. */
        public static Refusal conflict(UsageEvent event, UsageEvent earlier) {
            return new Refusal(event, QuotaProblem.CONFLICT, earlier);
        }
    }
}
