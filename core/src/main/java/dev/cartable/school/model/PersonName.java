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

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\s\\u0085]]"
            + "|[\\u00AD\\u034F\\u061C\\u115F\\u1160\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFEFF"
            + "\\uFFA0\\uFFF9-\\uFFFB\\x{E0000}-\\x{E007F}]|\\p{IsNoncharacter_Code_Point}");

    /** Joiners shape Arabic, Indic scripts and emoji; beside anything else they only make two names look like one. */
    private static final String UNJOINED = "\\s\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}\\p{Nd}";

    private static final Pattern IDLE_JOINER = Pattern.compile(
            "[\\u200C\\u200D](?=$|[\\u200C\\u200D" + UNJOINED + "])|(?<=^|[" + UNJOINED + "])[\\u200C\\u200D]");
    private static final Pattern SPACES =
            Pattern.compile("[\\s\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u2800\\u3000]+");

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

    /** The given name, for a message that is addressed by it; the full name where there is none. */
    public String givenOrFull() {
        return given.isEmpty() ? full() : given;
    }

    /** Cleans until nothing more comes off, so that a name that is read back is the same name. */
    private static String clean(String part) {
        if (isClean(part)) {
            return part;
        }
        String before;
        String after = part;
        do {
            before = after;
            String visible = INVISIBLE.matcher(before).replaceAll("");
            String joined = IDLE_JOINER
                    .matcher(Normalizer.normalize(visible, Normalizer.Form.NFC))
                    .replaceAll("");
            String spaced = SPACES.matcher(joined).replaceAll(" ").strip();
            after = cut(Normalizer.normalize(spaced, Normalizer.Form.NFC));
        } while (!after.equals(before));
        return after;
    }

    /** Whether the part is of visible letters of the Latin script with single spaces between, as most are: NFC as it stands. */
    private static boolean isClean(String part) {
        char before = ' ';
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean visible = (c > ' ' && c <= '~') || (c >= '\u00C0' && c <= '\u017F');
            if (!visible && (c != ' ' || before == ' ')) {
                return false;
            }
            before = c;
        }
        return part.length() <= MAX_LENGTH && (before != ' ' || part.isEmpty());
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
