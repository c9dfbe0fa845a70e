package dev.cartable.backup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
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
        if (isAscii(text)
                || file.getFileSystem() != FileSystems.getDefault()
                || file.getFileSystem().getSeparator().equals("\\")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        String path = file.toUri().getRawPath();
        String raw = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return decodePercent(raw.substring(raw.lastIndexOf('/') + 1));
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
}
