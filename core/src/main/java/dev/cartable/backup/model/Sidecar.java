package dev.cartable.backup.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file with the hash of a whole archive, in the form of {@code sha256sum}: the hash, two spaces, and the name of the archive. */
public final class Sidecar {
    /** What is added to the name of an archive. */
    public static final String SUFFIX = ".sha256";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+?)\\R?");

    private Sidecar() {}

    /** The text of a sidecar. */
    public static String text(String sha256, String archive) {
        return sha256 + "  " + archive + "\n";
    }

    /** The hash that a sidecar gives for an archive; empty if it gives none, or one of another archive. */
    public static Optional<String> hash(String text, String archive) {
        Matcher line = LINE.matcher(text);
        return line.matches() && line.group(2).equals(archive) ? Optional.of(line.group(1)) : Optional.empty();
    }
}
