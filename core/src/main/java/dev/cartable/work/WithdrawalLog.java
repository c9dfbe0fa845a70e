package dev.cartable.work;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;

/**
 * A port: a list, outside the database, of what people have withdrawn. A restore of an older backup applies it again. Entries are only
 * ever added. Safe for use by several threads and processes.
 */
public interface WithdrawalLog {
    /** Where it is, for people. */
    String location();

    /**
     * Adds entries, and creates the log if it is not there. When this returns, they outlive a power failure.
     *
     * @throws IOException if they cannot be written; some of them may have been, and adding them again does no harm
     */
    void add(List<Withdrawal> withdrawals) throws IOException;

    /** All that was added, in this order. */
    Contents read() throws IOException;

    /**
     * What a log holds.
     *
     * @param exists whether there is a log at all
     * @param damaged how many entries cannot be read
     */
    record Contents(boolean exists, List<Withdrawal> withdrawals, int damaged) {
        public Contents {
            withdrawals = List.copyOf(requireNonNull(withdrawals, "withdrawals"));
        }
    }
}
