package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A person's name as the school writes it, made safe to store and show: Unicode NFC (UAX #15), white space runs and line
 * breaks as one space, and without control characters, bidirectional overrides (U+202A–U+202E, U+2066–U+2069) and invisible
 * ones, which would let one name pass for another. Either part may be empty, not both; {@value #MAX_LENGTH} characters each
 * at most, the rest is cut off at a whole character.
 */
public record PersonName(String given, String family) {
    /** The greatest length of either part, in UTF-16 units. */
    public static final int MAX_LENGTH = 255;

    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\p{Cc}&&[^\\s]]|[\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF\\u00AD\\u180E]|\\p{Cn}|\\p{Cs}");
    private static final Pattern SPACES =
            Pattern.compile("[\\s\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]+");

    public PersonName {
        given = clean(requireNonNull(given, "given"));
        family = clean(requireNonNull(family, "family"));
        if (given.isEmpty() && family.isEmpty()) {
            throw new IllegalArgumentException("the name is empty");
        }
    }

    /** Given name first, then the family name, with a space between. */
    public String full() {
        return given.isEmpty() ? family : family.isEmpty() ? given : given + " " + family;
    }

    private static String clean(String part) {
        String visible = INVISIBLE.matcher(part).replaceAll("");
        String spaced = SPACES.matcher(visible).replaceAll(" ").strip();
        return cut(Normalizer.normalize(spaced, Normalizer.Form.NFC));
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end).strip();
    }

    @Override
    public String toString() {
        return full();
    }
}
