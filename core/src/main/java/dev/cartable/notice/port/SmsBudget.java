package dev.cartable.notice.port;

import dev.cartable.work.Tx;
import java.time.LocalDate;

/**
 * The segments of short messages that have gone on each of the school's days, counted for all nodes together. Safe for use by several
 * threads and nodes.
 */
public interface SmsBudget extends SmsBudgetReader {
    /**
     * Counts segments before they go, if no more than {@code most} have gone on that day with them. Of several nodes that reserve at the
     * same time, one waits for the other.
     *
     * @return whether they are counted; if not, nothing was changed
     */
    boolean reserve(Tx tx, LocalDate day, int segments, int most);

    /** Takes back segments that were reserved and certainly did not go. */
    void giveBack(Tx tx, LocalDate day, int segments);
}
