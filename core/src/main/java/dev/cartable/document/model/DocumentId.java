package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** The id of one revision of a document. */
public record DocumentId(UUID value) {
    public DocumentId {
        requireNonNull(value, "value");
    }

    /** Reads what {@link #toString()} wrote. */
    public static DocumentId of(String text) {
        return new DocumentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
