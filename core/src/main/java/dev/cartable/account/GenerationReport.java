package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.GenerationCounts;

/**
 * What a run has done.
 *
 * @param digest the digest of the plan that was carried out
 */
public record GenerationReport(GenerationCounts counts, String digest) {
    public GenerationReport {
        requireNonNull(counts, "counts");
        requireNonNull(digest, "digest");
    }
}
