package dev.cartable.quota.port;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.Profile;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.model.ProfileId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads profiles, their assignments and the history of both. Safe for use by several threads. */
interface ProfileStoreReader {
    /** The profiles with these ids, inactive ones too. */
    Map<ProfileId, Profile> byId(Collection<ProfileId> ids);

    /** The profile of this name, whatever its capitals. */
    Optional<Profile> byName(String name);

    /** All profiles by name. A school has dozens, not thousands. */
    List<Profile> all();

    /** What these holders hold. */
    Map<Holder, Assignment> assignments(Collection<Holder> holders);

    /** Who holds a profile, by holder. */
    List<Assignment> assignments(ProfileId profile);

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
