package dev.cartable.jdbc.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The files of embedded H2 databases, by their URLs. */
public final class H2Files {
    private static final String H2 = "jdbc:h2:";
    private static final int HEADER = 2 * 4096;
    private static final String SUFFIX = ".mv.db";
    private static final Set<String> ELSEWHERE = Set.of("mem", "tcp", "ssl", "zip");

    private H2Files() {}

    public static boolean exists(String url) {
        if (!url.toLowerCase(Locale.ROOT).startsWith(H2)) {
            return true;
        }
        String name = url.substring(H2.length()).split(";", 2)[0];
        int colon = name.indexOf(':');
        String scheme = colon < 2 ? "file" : name.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("file")) {
            return ELSEWHERE.contains(scheme) || exists(H2 + name.substring(colon + 1));
        }
        String path = colon < 2 ? name : name.substring(colon + 1);
        return isWritten(Path.of((path.startsWith("~") ? home(path) : path) + SUFFIX));
    }

    /** A process that was killed in its first milliseconds leaves a file without a header, in which nothing was ever stored. */
    private static boolean isWritten(Path file) {
        try {
            return Files.exists(file) && Files.size(file) >= HEADER;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String home(String path) {
        return System.getProperty("user.home") + path.substring(1);
    }
}
