package dev.cartable.work;

import static java.util.Objects.requireNonNull;

/**
 * What a run has done.
 *
 * @param digest the digest of the plan that was carried out
 */
public record RunReport<C extends Counts>(C counts, PlanDigest digest) {
    public RunReport {
        requireNonNull(counts, "counts");
        requireNonNull(digest, "digest");
    }
}
