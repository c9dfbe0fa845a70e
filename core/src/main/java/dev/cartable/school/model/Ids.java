package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;

/** The one check for ids that come from the host: opaque, but never blank, padded, over-long or with control characters. */
final class Ids {
    static final int MAX_LENGTH = 255;

    private Ids() {}

    static String check(String type, String value) {
        requireNonNull(value, type);
        if (value.isBlank()) {
            throw new IllegalArgumentException(type + " is empty");
        }
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    type + " has " + value.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(type + " '" + value + "' begins or ends with white space");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(type + " has a control character in it");
        }
        return WellFormedText.require(type, value);
    }
}
