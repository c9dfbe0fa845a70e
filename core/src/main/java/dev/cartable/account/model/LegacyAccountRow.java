package dev.cartable.account.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;

/** A row of an older system's accounts. */
public sealed interface LegacyAccountRow {
    /**
     * A row of the right shape.
     *
     * @param line the line that it begins in, from 1; 0 where the source has no lines
     */
    record Usable(LegacyAccount account, long line) implements LegacyAccountRow {
        public Usable {
            requireNonNull(account, "account");
        }
    }

    /** A row that cannot be used. */
    record Unusable(RowError error) implements LegacyAccountRow {
        public Unusable {
            requireNonNull(error, "error");
        }
    }
}
