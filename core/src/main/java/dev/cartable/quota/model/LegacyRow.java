package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;

/** A row of an older system's quotas. */
public sealed interface LegacyRow {
    /**
     * A row of the right shape.
     *
     * @param line the line that it begins in, from 1; 0 where the source has no lines
     */
    record Usable(LegacyUsage usage, long line) implements LegacyRow {
        public Usable {
            requireNonNull(usage, "usage");
        }
    }

    /** A row that cannot be used. */
    record Unusable(RowError error) implements LegacyRow {
        public Unusable {
            requireNonNull(error, "error");
        }
    }
}
