package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;

/**
 * The id of an event, which makes a repetition recognisable. The reporter chooses it: 1 to 200 characters without control
 * characters, unique for a user for as long as events are remembered.
 */
public record EventId(String value) implements Comparable<EventId> {
    private static final int MAX_LENGTH = 200;

    public EventId {
        requireNonNull(value, "value");
        WellFormedText.require("an event id", value);
        if (value.isBlank() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an event id of " + value.length()
                    + " characters cannot be used: it has 1 to " + MAX_LENGTH + ", none of them a control character");
        }
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
