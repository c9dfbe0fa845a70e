package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.CleanUpCounts;

/**
 * What a clean-up has done.
 *
 * @param digest the digest of the plan that was carried out
 */
public record CleanUpReport(CleanUpCounts counts, String digest) {
    public CleanUpReport {
        requireNonNull(counts, "counts");
        requireNonNull(digest, "digest");
    }
}
