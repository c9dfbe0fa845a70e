package dev.cartable.quota.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.LegacyUsage;
import dev.cartable.school.model.RowError;
import java.util.function.Consumer;

/**
 * Where an older system's quotas are read: a row for each user. Opened and closed by each reading; implementations are safe for
 * use by several threads.
 */
public interface LegacyUsageSource {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. Returns how many there were. */
    long read(Consumer<? super LegacyRow> each);

    /** A row of an older system's quotas. */
    sealed interface LegacyRow {
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
}
