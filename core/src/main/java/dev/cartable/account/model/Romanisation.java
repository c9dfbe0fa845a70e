package dev.cartable.account.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import net.gcardone.junidecode.Junidecode;

/** Text of any script written with {@code a-z}, digits and separators. */
final class Romanisation {
    private static final Pattern OUTSIDE_BMP = Pattern.compile("[\\x{10000}-\\x{10FFFF}]");

    private Romanisation() {}

    /** One part of a name as one word, in which only hyphens are left; empty if it has no letter or digit. */
    static String word(String name) {
        return keep(letters(name), c -> c == '-', "");
    }

    /** An id with what may not stand in a username as hyphens. */
    static String id(String id) {
        return keep(letters(id), Romanisation::isSeparator, "-");
    }

    /** A text whose separators stand between letters and digits only, the first of several together. */
    static String tidy(String text) {
        return keep(text, Romanisation::isSeparator, "");
    }

    static boolean isSeparator(int c) {
        return c == '.' || c == '-' || c == '_';
    }

    private static String keep(String text, IntPredicate separators, String instead) {
        StringBuilder kept = new StringBuilder(text.length());
        String gap = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                kept.append(kept.length() == 0 ? "" : gap).append(c);
                gap = "";
            } else if (gap.isEmpty() && !isApostrophe(c)) {
                gap = separators.test(c) ? Character.toString(c) : instead;
            }
        }
        return kept.toString();
    }

    private static boolean isApostrophe(char c) {
        return c == '\'' || c == '`' || c == '"';
    }

    /**
     * In small Latin letters. NFKC (UAX #15) turns letters in other shapes into themselves; what is still outside the basic
     * plane, such as emoji, is dropped, since junidecode
     * reads only the last sixteen bits of it.
     */
    private static String letters(String text) {
        boolean latin = text.chars().allMatch(c -> c < 0x80);
        return (latin ? text : romanised(text)).toLowerCase(Locale.ROOT);
    }

    private static String romanised(String text) {
        String plain = OUTSIDE_BMP
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        return Junidecode.unidecode(plain);
    }
}
