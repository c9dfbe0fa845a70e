package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

/**
 * A row of the database that refers to a file.
 *
 * @param reference the name of its {@link MediaReference}
 * @param id the row's id as text
 * @param path the path as the database has it, {@link MediaReference#prefix} included
 */
public record ReferencedFile(String reference, String id, String path) {
    public ReferencedFile {
        requireNonNull(reference, "reference");
        requireNonNull(id, "id");
        requireNonNull(path, "path");
    }
}
