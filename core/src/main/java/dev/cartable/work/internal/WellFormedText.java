package dev.cartable.work.internal;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A check that a text can be stored: it has no half of a surrogate pair without the other (Unicode, D75). Databases keep UTF-8,
 * which cannot write such a half; PostgreSQL's driver writes a question mark for it, so that two ids would become one.
 */
public final class WellFormedText {
    private WellFormedText() {}

    /**
     * The text itself.
     *
     * @param what what the text is, for the message
     * @throws IllegalArgumentException if it has an unpaired surrogate
     */
    public static String require(String what, String text) {
        requireNonNull(text, what);
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(what + " has half of a character in it, at position " + (i + 1)
                        + " (an unpaired surrogate), which no database keeps. Correct it at its source");
            }
        }
        return text;
    }

    /** As {@link #require}, for a text that may be missing. */
    public static @Nullable String optional(String what, @Nullable String text) {
        return text == null ? null : require(what, text);
    }

    /** A text that a person has written, to be shown to others: LF between lines, no other control characters, no blanks around it. */
    public static String plain(String text) {
        return requireNonNull(text, "text")
                .replaceAll("\\R", "\n")
                .replaceAll("[\\p{Cc}&&[^\\n\\t]]|\\p{Cs}", "")
                .strip();
    }

    /** Whether a text has more characters (Unicode code points) than this. */
    public static boolean isLonger(String text, int characters) {
        return text.codePointCount(0, text.length()) > characters;
    }
}
