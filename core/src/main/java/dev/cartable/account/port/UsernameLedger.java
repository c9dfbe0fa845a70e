package dev.cartable.account.port;

import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Every username that was ever given, so that none is given twice. It holds keyed hashes, not names, so nothing in it has
 * to be erased. Safe for use by several threads and nodes.
 */
public interface UsernameLedger {
    /** The highest suffix given so far to each of these bases, in one query; a base that was never used is not in the map. */
    Map<String, Integer> highestSuffix(Tx tx, Collection<String> bases);

    /** Which of these skeletons are taken, in one query. */
    Set<String> taken(Tx tx, Collection<String> skeletons);

    /**
     * Takes skeletons. One that is taken, by whichever transaction, is left alone; never fails for it.
     *
     * @return the skeletons that are now ours
     */
    Set<String> reserve(Tx tx, Collection<Entry> entries);

    /** Gives skeletons back, as if they had never been taken: for a migration that is taken back. Others are passed over. */
    void release(Tx tx, Collection<String> skeletons);

    /**
     * A username that was given.
     *
     * @param skeleton keyed hash of what the name looks like; unique
     * @param base keyed hash of the name before its suffix
     * @param suffix 1 for the bare name, then 2, 3 …
     */
    record Entry(String skeleton, String base, int suffix) {}
}
