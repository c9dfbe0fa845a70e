package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port: a log outside the database, which no restore of a backup undoes. It holds what people have withdrawn, and the epoch. A database
 * with a lower epoch was restored by other means. Entries are only ever added. Safe for use by several threads and processes.
 */
public interface RestoreLog {
    /** Where it is, for people. */
    String location();

    /**
     * Adds withdrawals, and creates the log if it is not there. When this returns, they outlive a power failure.
     *
     * @throws IOException if they cannot be written; some of them may have been, and adding them again does no harm
     */
    void add(List<Withdrawal> withdrawals) throws IOException;

    /** Adds an epoch, and creates the log if it is not there. When this returns, it outlives a power failure. */
    void add(long epoch) throws IOException;

    /** All that was added, in this order. */
    Contents read() throws IOException;

    /**
     * What a log holds.
     *
     * @param since when it was created; null if it is not there, or does not say
     * @param epoch the highest epoch; 0 for none
     * @param damaged how many entries cannot be read
     */
    record Contents(@Nullable Instant since, long epoch, List<Withdrawal> withdrawals, int damaged) {
        public Contents {
            withdrawals = List.copyOf(requireNonNull(withdrawals, "withdrawals"));
        }
    }
}
