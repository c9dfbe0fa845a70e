package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's database refers to files of a media folder: one column that holds their paths, such as the receipts of payments.
 *
 * @param name what the reference is called in reports, such as {@code payment}: letters, digits, {@code _} and {@code -}
 * @param table the table or view, with its schema if it is not found without
 * @param idColumn the column that tells one row from another, such as {@code id}
 * @param pathColumn the column with the path, relative to the folder; null and empty values refer to nothing
 * @param newestBy the column by which the newest rows come first; null if {@code idColumn} does that
 * @param media the name of the media folder that the paths are in
 * @param prefix what stands before each path in the database and not in the folder, such as {@code /uploads/}; empty for nothing
 */
public record MediaReference(
        String name,
        String table,
        String idColumn,
        String pathColumn,
        @Nullable String newestBy,
        String media,
        String prefix) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public MediaReference {
        if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" names no media reference: use 1 to 64 letters, digits, _ and -");
        }
        requireNonNull(table, "table");
        requireNonNull(idColumn, "idColumn");
        requireNonNull(pathColumn, "pathColumn");
        requireNonNull(media, "media");
        requireNonNull(prefix, "prefix");
    }

    /** A reference by the column {@code id}, with paths as they are in the folder. */
    public static MediaReference of(String name, String table, String pathColumn, String media) {
        return new MediaReference(name, table, "id", pathColumn, null, media, "");
    }
}
