package dev.cartable.privacy.port;

import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import dev.cartable.work.Tx;
import java.time.Instant;

/**
 * Removes data whose time is over, leaving out what {@link DataKind} says has to stay. Safe for use by several threads and nodes.
 */
public interface RetentionStore extends RetentionStoreReader {
    /**
     * Removes some rows, or empties them.
     *
     * @param before what was in use at this instant or later stays
     * @param max how many at most
     * @return how many were; none if all are
     */
    int remove(Tx tx, DataKind kind, Instant before, int max);
}
