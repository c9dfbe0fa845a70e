package dev.cartable.notice.internal;

import static java.util.Objects.requireNonNull;

/** The rule for words that people write themselves, to be shown to others: plain text with line breaks. */
public final class PlainText {
    private PlainText() {}

    /** The text with LF between lines, without other control characters, halves of characters, and blanks around it. */
    public static String of(String text) {
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
