package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of a profile: given once, time-ordered, kept for good. */
public record ProfileId(UUID value) implements Comparable<ProfileId> {
    public ProfileId {
        requireNonNull(value, "value");
    }

    /**
     * Reads an id as a person or a program wrote it.
     *
     * @throws IllegalArgumentException if it is no UUID
     */
    public static ProfileId parse(String text) {
        return new ProfileId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ProfileId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
