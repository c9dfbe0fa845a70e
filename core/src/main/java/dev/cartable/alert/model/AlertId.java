package dev.cartable.alert.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of an alert: given once, time-ordered, kept for good. */
public record AlertId(UUID value) implements Comparable<AlertId> {
    public AlertId {
        requireNonNull(value, "value");
    }

    /**
     * Reads an id as a person or a program wrote it.
     *
     * @throws IllegalArgumentException if it is no UUID
     */
    public static AlertId parse(String text) {
        return new AlertId(UUID.fromString(text));
    }

    @Override
    public int compareTo(AlertId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
