package dev.cartable.backup.model;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder of the host whose files belong to a backup.
 *
 * @param name what it is called in the archive, such as {@code media}: letters, digits, {@code _} and {@code -}
 * @param folder where it is on this machine
 * @param excludes what is left out: patterns such as {@code cache/**} or <code>**&#47;*.tmp</code> for paths relative to the folder, as
 *     in {@link java.nio.file.FileSystem#getPathMatcher}
 */
public record MediaRoot(String name, Path folder, List<String> excludes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public MediaRoot {
        if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" names no media folder: use 1 to 64 letters, digits, _ and -");
        }
        requireNonNull(folder, "folder");
        excludes = List.copyOf(excludes);
    }

    /** A folder without exclusions. */
    public static MediaRoot of(String name, Path folder) {
        return new MediaRoot(name, folder, List.of());
    }
}
