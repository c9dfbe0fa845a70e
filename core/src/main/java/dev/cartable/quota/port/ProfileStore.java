package dev.cartable.quota.port;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Optional;

/** The profiles, who holds which, and the history of both. Safe for use by several threads and nodes. */
public interface ProfileStore extends ProfileStoreReader {
    /** Adds a profile. Returns false if its name is taken, whatever its capitals. */
    boolean insert(Tx tx, Profile profile);

    /**
     * Overwrites a profile if it is still of the version that was read, and raises its version.
     *
     * @return false if somebody else has changed it, or its new name is taken
     */
    boolean update(Tx tx, Profile profile);

    /**
     * Locks what a holder holds, or that they hold nothing: whoever locks the same holder meanwhile waits, and then sees what
     * came of it.
     */
    Optional<Assignment> lock(Tx tx, Holder holder);

    /** Gives a holder a profile in place of the one they have. */
    void assign(Tx tx, Assignment assignment);

    /** Takes away what a holder has. Returns whether they had anything. */
    boolean unassign(Tx tx, Holder holder);

    /** Adds to the history. */
    void note(Tx tx, Collection<ProfileChange> changes);
}
