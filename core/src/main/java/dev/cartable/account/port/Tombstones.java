package dev.cartable.account.port;

import dev.cartable.work.Tx;
import java.time.Instant;

/** Keyed hashes of guardians who were erased, so that a later run does not bring them back. */
public interface Tombstones extends TombstonesReader {
    /**
     * Keeps others from adding a key until the transaction ends: they wait, or fail after the store's time for that.
     *
     * @return whether the key is there
     */
    boolean hold(Tx tx, String key, Instant now);

    /** Adds a key; does nothing if it is there. Waits for a transaction that {@linkplain #hold holds} it. */
    void add(Tx tx, String key, Instant now);
}
