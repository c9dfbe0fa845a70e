package dev.cartable.tck;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Values about a person that nothing may contain any more, with what can be computed from them without a key. */
final class PersonalValues {
    private PersonalValues() {}

    /** The values in small letters, and the hashes of each as it is and in small letters. */
    static List<String> withHashes(String... values) {
        List<String> all = new ArrayList<>();
        for (String value : values) {
            all.add(value.toLowerCase(Locale.ROOT));
            for (String spelt : List.of(value, value.toLowerCase(Locale.ROOT))) {
                all.add(HexFormat.of().formatHex(sha256(spelt)));
            }
        }
        return all;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
