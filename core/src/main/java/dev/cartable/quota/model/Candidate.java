package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A profile that is assigned on some level above a user.
 *
 * @param firstUse when the user first used the network under this assignment; null if never, or if the profile's validity does
 *     not begin with it
 */
public record Candidate(
        Assignment assignment, Profile profile, @Nullable Instant firstUse) {
    public Candidate {
        requireNonNull(assignment, "assignment");
        requireNonNull(profile, "profile");
        if (!assignment.profile().equals(profile.id())) {
            throw new IllegalArgumentException("assignment " + assignment.id() + " is not of profile " + profile.id());
        }
    }

    /** The same for a user who first used the network at this instant, as far as the validity asks for it. */
    public Candidate firstUsed(@Nullable Instant at) {
        return profile.validity().start() == Validity.Start.FIRST_USE ? new Candidate(assignment, profile, at) : this;
    }

    public String level() {
        return assignment.holder().level();
    }

    /** When the validity began for the user; null if it waits for the first use. */
    public @Nullable Instant anchor() {
        return profile.validity().start() == Validity.Start.FIRST_USE ? firstUse : assignment.since();
    }
}
