package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.ProfileChange;
import dev.cartable.quota.port.ProfileStore;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use case that says who held which profile and when. Safe for use by several threads. */
public final class ReadProfileHistory {
    private final ProfileStore profiles;

    ReadProfileHistory(ProfileStore profiles) {
        this.profiles = requireNonNull(profiles, "profiles");
    }

    /**
     * The history, newest first, read on demand. Close the stream.
     *
     * @param holder only of this holder; null for all
     * @param profile only where the profile of this name is the one before or after; null for all
     */
    public Stream<ProfileChange> read(@Nullable Holder holder, @Nullable String profile) {
        return profiles.history(holder, profile);
    }

    /** The name of the profile that a holder held at an instant; empty if none. */
    public Optional<String> asOf(Holder holder, Instant at) {
        return profiles.lastChange(holder, at).flatMap(change -> Optional.ofNullable(change.after()));
    }
}
