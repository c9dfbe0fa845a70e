package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;

/**
 * What a notice is about: a type and an id of that type, written {@code type:id}.
 *
 * @param type a lower-case word, such as {@code account} or {@code guardian}
 * @param id the id, opaque
 */
public record Subject(String type, String id) {
    public Subject {
        requireNonNull(type, "type");
        WellFormedText.require("the id of a subject", id);
        if (type.isBlank() || type.contains(":") || id.isBlank()) {
            throw new IllegalArgumentException("'" + type + ":" + id + "' is not type:id");
        }
    }

    /** Reads what {@link #toString()} wrote. */
    public static Subject parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not type:id");
        }
        return new Subject(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return type + ":" + id;
    }
}
