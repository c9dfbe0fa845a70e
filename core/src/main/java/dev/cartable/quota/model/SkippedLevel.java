package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A level that did not give a user the profile, and why.
 *
 * @param profile the name of the profile there; null if there is none
 */
public record SkippedLevel(String level, @Nullable String profile, Why why) {
    /** Why a level gave no profile. */
    public enum Why {
        /** Nothing is assigned there. */
        NOT_ASSIGNED,
        /** The profile is inactive. */
        INACTIVE,
        /** Its validity is over for the user. */
        EXPIRED,
        /** It is valid in terms only, and there is none now. */
        BETWEEN_TERMS
    }

    public SkippedLevel {
        requireNonNull(level, "level");
        requireNonNull(why, "why");
    }
}
