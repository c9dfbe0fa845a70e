package dev.cartable.work.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {
    /** Written as the length of a text that is missing. */
    private static final int MISSING = 0xffff;

    private Sha256() {}

    /** A digest that nothing was added to. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /** The hash of these bytes. */
    public static byte[] of(byte[] bytes) {
        return begin().digest(bytes);
    }

    /**
     * The hash of some texts of less than 64 KiB, as 64 hexadecimal digits. Each is written with its length before it, so that other texts
     * have another hash, and a missing one is not an empty one.
     */
    public static String hex(List<@Nullable String> parts) {
        MessageDigest digest = begin();
        for (String part : parts) {
            byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
            int length = part == null ? MISSING : bytes.length;
            digest.update((byte) (length >>> Byte.SIZE));
            digest.update((byte) length);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a text in UTF-8, as 64 hexadecimal digits. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
