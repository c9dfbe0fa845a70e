package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the history of profiles: written once, never changed.
 *
 * @param holder whose profile changed
 * @param before the name of the profile before; null if there was none
 * @param after the name of the profile after; null if there is none
 * @param cause what brought it about, such as a command's name, for a person
 * @param actor who did it, as the host calls them; empty if it is not known
 */
public record ProfileChange(
        UUID id,
        Holder holder,
        Type type,
        @Nullable String before,
        @Nullable String after,
        String cause,
        String actor,
        Instant at) {
    /** What happened. */
    public enum Type {
        /** A holder without a profile was given one. */
        ASSIGNED,
        /** A holder was given another profile, or comes to be served by another. */
        UPDATED,
        /** A holder's profile was taken away. */
        REMOVED,
        /** Counters were set to zero. */
        RESET,
        /** Counters were wrong, and were put right. */
        REPAIRED
    }

    /** Whether it changed a profile, and not counters alone. */
    public boolean isOfProfile() {
        return type != Type.RESET && type != Type.REPAIRED;
    }

    public ProfileChange {
        requireNonNull(id, "id");
        requireNonNull(holder, "holder");
        requireNonNull(type, "type");
        WellFormedText.require("the cause of a change", cause);
        WellFormedText.require("the actor of a change", actor);
        requireNonNull(at, "at");
    }
}
