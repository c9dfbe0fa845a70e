package dev.cartable.account.port;

import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/** Keyed hashes of guardians who were erased, so that a later run does not bring them back. */
public interface Tombstones {
    /** Which of these keys are there. */
    Set<String> among(Collection<String> keys);

    /** All keys, read on demand. Close the stream. */
    Stream<String> all();

    /** Adds a key; does nothing if it is there. */
    void add(Tx tx, String key, Instant now);

    /** Removes a key, when a person has asked to come back. Returns whether it was there. */
    boolean remove(Tx tx, String key);
}
