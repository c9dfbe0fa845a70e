package dev.cartable.account.port;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the keyed hashes of erased people. Safe for use by several threads. */
interface TombstonesReader {
    /** Which of these keys are there. */
    Set<String> among(Collection<String> keys);

    /** All keys, read on demand. Close the stream. */
    Stream<String> all();
}
