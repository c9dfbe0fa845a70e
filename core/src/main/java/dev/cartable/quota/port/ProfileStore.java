package dev.cartable.quota.port;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The profiles, who holds which, and the history of both. Safe for use by several threads and nodes. */
public interface ProfileStore {
    /** The profiles with these ids, inactive ones too. */
    Map<ProfileId, Profile> byId(Collection<ProfileId> ids);

    /** The profile of this name, whatever its capitals. */
    Optional<Profile> byName(String name);

    /** All profiles by name. A school has dozens, not thousands. */
    List<Profile> all();

    /** Adds a profile. Returns false if its name is taken, whatever its capitals. */
    boolean insert(Tx tx, Profile profile);

    /**
     * Overwrites a profile if it is still of the version that was read, and raises its version.
     *
     * @return false if somebody else has changed it, or its new name is taken
     */
    boolean update(Tx tx, Profile profile);

    /** What these holders hold. */
    Map<Holder, Assignment> assignments(Collection<Holder> holders);

    /** Who holds this profile, in the order of holders, read on demand. Close the stream. */
    Stream<Assignment> holders(ProfileId profile);

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

    /**
     * The history, newest first, read on demand. Close the stream.
     *
     * @param holder only of this holder; null for all
     * @param profile only where a profile of this name, whatever its capitals, is the one before or after; null for all
     */
    Stream<ProfileChange> history(@Nullable Holder holder, @Nullable String profile);

    /**
     * The last change of a holder's profile at or before {@code at}, which says what they held then. A reset or a
     * repair changes counters and no profile, so it is never the answer.
     */
    Optional<ProfileChange> lastChange(Holder holder, Instant at);
}
