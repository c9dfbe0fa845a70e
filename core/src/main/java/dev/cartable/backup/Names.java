package dev.cartable.backup;

import dev.cartable.backup.model.BackupException;
import dev.cartable.backup.model.Manifest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files: their bytes, and where they would not work. */
final class Names {
    static final String DATABASE = "database/";
    static final String MEDIA = "media/";
    /** Files whose names are not UTF-8 stand here, under numbers. */
    static final String NOT_UTF8 = "not-utf8/";

    private static final Set<String> RESERVED = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");
    private static final Pattern RESERVED_PORT = Pattern.compile("(COM|LPT)[0-9\u00b9\u00b2\u00b3]");
    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"\\\\|?*\\x00-\\x1f]|[. ]$");

    private Names() {}

    /**
     * The bytes of a file's own name. On POSIX a name is bytes, and Java's text of it may have lost some, also where the locale is not
     * UTF-8; its URI has them all.
     */
    static byte[] bytes(Path file) {
        String text = String.valueOf(file.getFileName());
        if (isAscii(text) || !isBytes(file)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        String path = file.toUri().getRawPath();
        String raw = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return decodePercent(raw.substring(raw.lastIndexOf('/') + 1));
    }

    /** Whether names are bytes where a path is. */
    private static boolean isBytes(Path path) {
        return path.getFileSystem() == FileSystems.getDefault()
                && !path.getFileSystem().getSeparator().equals("\\");
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static byte[] decodePercent(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else {
                bytes[length++] = (byte) raw.charAt(i);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** A name as text; null if it is not UTF-8. */
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A name with accents composed in one way. */
    static String composed(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC)
                ? name
                : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** What file systems that ignore capitals take for one name. */
    static String folded(String name) {
        return composed(composed(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** Whether Windows can have no file of this name. */
    static boolean isReserved(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
        return RESERVED.contains(stem)
                || RESERVED_PORT.matcher(stem).matches()
                || FORBIDDEN.matcher(name).find();
    }

    /** Whether a name in an archive stays in its folder and is one that a backup may have. */
    static boolean isSafe(String path) {
        return (path.startsWith(DATABASE) || path.startsWith(MEDIA) || path.startsWith(NOT_UTF8))
                && path.indexOf('\0') < 0
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /**
     * A name of an archive as a path of this system, relative to a folder.
     *
     * @param folder only its file system matters
     * @param name with slashes
     * @throws BackupException of the code {@code UNSAFE_PATH} (fact {@code path}) if this system cannot have it, or it leads elsewhere
     */
    static Path path(Path folder, String name) {
        try {
            Path path = null;
            for (String part : name.split("/", -1)) {
                Path next = folder.getFileSystem().getPath(part);
                if (!next.toString().equals(part)) {
                    throw unsafe(name);
                }
                child(folder, next);
                path = path == null ? next : path.resolve(next);
            }
            return Objects.requireNonNull(path, "path");
        } catch (InvalidPathException e) {
            throw unsafe(name);
        }
    }

    /** The path of a media file in its folder, which may be no UTF-8; see {@link #path}. */
    static Path inMedia(Path folder, Manifest.File file) {
        String[] parts = file.path().split("/", 3);
        if (parts.length < 3) {
            throw unsafe(file.path());
        }
        if (file.nameHex() != null) {
            return decoded(folder, file.path(), HexFormat.of().parseHex(file.nameHex()));
        }
        // Where the locale is not UTF-8, Java finds no text for a name with accents, and its bytes all the same.
        return isAscii(parts[2]) || !isBytes(folder)
                ? path(folder, parts[2])
                : decoded(folder, file.path(), parts[2].getBytes(StandardCharsets.UTF_8));
    }

    /** The media folder that a file of an archive belongs to; null if it belongs to none. */
    static @Nullable String media(Manifest.File file) {
        String[] parts = file.path().split("/", 3);
        return parts.length == 3 && !file.path().startsWith(DATABASE) ? parts[1] : null;
    }

    /** Only a URI brings bytes that are no UTF-8 into a name. */
    private static Path decoded(Path folder, String name, byte[] bytes) {
        try {
            if (!isBytes(folder)) {
                throw unsafe(name);
            }
            StringBuilder uri = new StringBuilder("file:///x/");
            for (String part : new String(bytes, StandardCharsets.ISO_8859_1).split("/", -1)) {
                if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                    throw unsafe(name);
                }
            }
            for (byte b : bytes) {
                uri.append(b == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
            Path above = Path.of("/x");
            Path path = above.relativize(Path.of(URI.create(uri.toString())));
            for (Path part : path) {
                child(folder, part);
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw unsafe(name);
        }
    }

    /** What a name means depends on the system: on Windows a backslash, a colon or two dots with a space would lead elsewhere. */
    static Path child(Path folder, Path name) {
        String text = name.toString();
        Path child = folder.resolve(name);
        if (text.isEmpty()
                || text.equals(".")
                || text.equals("..")
                || name.isAbsolute()
                || !folder.equals(child.getParent())
                || child.getNameCount() != folder.getNameCount() + 1
                || (folder.getFileSystem().getSeparator().equals("\\") && isReserved(text))) {
            throw unsafe(text);
        }
        return child;
    }

    static BackupException unsafe(String path) {
        return new BackupException(
                "UNSAFE_PATH",
                Map.of("path", path),
                "the name \"" + path + "\" cannot be written on this system within the folder; it was not written");
    }
}
