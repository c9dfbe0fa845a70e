package dev.cartable.account.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import net.gcardone.junidecode.Junidecode;

/** Text of any script written with {@code a-z}, digits and separators. */
final class Romanised {
    private static final Pattern OUTSIDE_BMP = Pattern.compile("[\\x{10000}-\\x{10FFFF}]");
    private static final Pattern APOSTROPHES = Pattern.compile("['`\"]");
    private static final Pattern NOT_IN_WORD = Pattern.compile("[^a-z0-9-]+");
    private static final Pattern NOT_IN_ID = Pattern.compile("[^a-z0-9._-]+");
    private static final Pattern EDGES = Pattern.compile("^[._-]+|[._-]+$");
    private static final Pattern HYPHENS = Pattern.compile("-{2,}");

    private Romanised() {}

    /** One part of a name as one word, in which only hyphens are left; empty if it has no letter or digit. */
    static String word(String name) {
        String joined = NOT_IN_WORD.matcher(letters(name)).replaceAll("");
        return EDGES.matcher(HYPHENS.matcher(joined).replaceAll("-")).replaceAll("");
    }

    /** An id with what may not stand in a username as hyphens. */
    static String id(String id) {
        return EDGES.matcher(NOT_IN_ID.matcher(letters(id)).replaceAll("-")).replaceAll("");
    }

    /**
     * In small Latin letters. NFKC (UAX #15) turns letters in other shapes into themselves; what is still outside the basic
     * plane, such as emoji, is dropped, since junidecode would read it as two characters of another script.
     */
    private static String letters(String text) {
        String plain = OUTSIDE_BMP
                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll("");
        return APOSTROPHES
                .matcher(Junidecode.unidecode(plain).toLowerCase(Locale.ROOT))
                .replaceAll("");
    }
}
