package dev.cartable.notice.model;

import static java.util.Objects.requireNonNull;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text of a short message, with the number of segments that an operator charges for it (3GPP TS 23.038 and 23.040).
 *
 * <p>A message in the GSM 7-bit alphabet has 160 characters, or 153 in each of several segments; some characters, such as {@code €} and
 * {@code [}, count twice. One character outside the alphabet changes the whole message to UCS-2: 70 characters, or 67 in each of several
 * segments. Therefore {@link #of} replaces characters that have a near equivalent in the alphabet: {@code ç} by {@code c}, {@code ê} by
 * {@code e}, {@code ’} by {@code '}, {@code …} by three dots, no-break spaces by spaces. {@code É}, {@code é}, {@code è} and {@code à} are
 * in the alphabet and stay. Emoji are left out. If the text still holds a character outside the alphabet, such as an Arabic letter, it is
 * kept as it was written and goes as UCS-2.
 */
public final class SmsText {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENDED = "\f^{}\\[~]|€";

    private static final Map<Integer, String> EQUIVALENTS = Map.ofEntries(
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) 'Œ', "OE"),
            Map.entry((int) 'ĳ', "ij"),
            Map.entry((int) 'ﬁ', "fi"),
            Map.entry((int) 'ﬂ', "fl"),
            Map.entry((int) '…', "..."),
            Map.entry((int) '«', "\""),
            Map.entry((int) '»', "\""),
            Map.entry((int) '“', "\""),
            Map.entry((int) '”', "\""),
            Map.entry((int) '„', "\""),
            Map.entry((int) '‟', "\""),
            Map.entry((int) '‘', "'"),
            Map.entry((int) '’', "'"),
            Map.entry((int) '‚', "'"),
            Map.entry((int) '‛', "'"),
            Map.entry((int) '′', "'"),
            Map.entry((int) 'ʼ', "'"),
            Map.entry((int) '´', "'"),
            Map.entry((int) '`', "'"),
            Map.entry((int) '‹', "<"),
            Map.entry((int) '›', ">"),
            Map.entry((int) '‐', "-"),
            Map.entry((int) '‑', "-"),
            Map.entry((int) '‒', "-"),
            Map.entry((int) '–', "-"),
            Map.entry((int) '—', "-"),
            Map.entry((int) '―', "-"),
            Map.entry((int) '−', "-"),
            Map.entry((int) '•', "-"),
            Map.entry((int) '·', "-"),
            Map.entry((int) '→', "->"),
            Map.entry((int) '×', "x"),
            Map.entry((int) '°', "o"),
            Map.entry((int) 'º', "o"),
            Map.entry((int) 'ª', "a"),
            Map.entry((int) '\t', " "));

    /** The space that French puts inside its quotation marks; straight ones have none. */
    private static final Pattern QUOTED_SPACE = Pattern.compile("(?<=«)\\h|\\h(?=»)");

    private final String value;
    private final List<String> costly;
    private final List<String> parts;

    private SmsText(String value, List<String> costly, List<String> parts) {
        this.value = value;
        this.costly = costly;
        this.parts = parts;
    }

    /** How a message is encoded on its way. */
    public enum Encoding {
        /** The GSM 7-bit alphabet. */
        GSM_7(160, 153),
        /** Two bytes for each character, four for one outside the basic plane. */
        UCS_2(70, 67);

        private final int alone;
        private final int inSeveral;

        Encoding(int alone, int inSeveral) {
            this.alone = alone;
            this.inSeveral = inSeveral;
        }

        private int cost(int character) {
            if (this == UCS_2) {
                return Character.charCount(character);
            }
            return EXTENDED.indexOf(character) >= 0 ? 2 : 1;
        }
    }

    /** The short message for a text. Blanks around it are left out. */
    public static SmsText of(String text) {
        String written =
                Normalizer.normalize(requireNonNull(text, "text").strip().replace("\r\n", "\n"), Normalizer.Form.NFC);
        String folded = fold(QUOTED_SPACE.matcher(written).replaceAll(""));
        Set<String> costly = new LinkedHashSet<>();
        folded.codePoints().filter(c -> !isGsm(c)).forEach(c -> costly.add(Character.toString(c)));
        return costly.isEmpty()
                ? new SmsText(folded, List.of(), split(folded, Encoding.GSM_7))
                : new SmsText(written, List.copyOf(costly), split(written, Encoding.UCS_2));
    }

    /** What is sent. */
    public String value() {
        return value;
    }

    /** How it is sent. */
    public Encoding encoding() {
        return costly.isEmpty() ? Encoding.GSM_7 : Encoding.UCS_2;
    }

    /** The characters for which the message goes as UCS-2, each once, in their order; none if it goes in the GSM alphabet. */
    public List<String> costly() {
        return costly;
    }

    /** The number of segments; 1 for an empty text. */
    public int segments() {
        return parts.size();
    }

    /** The text of each segment. */
    public List<String> parts() {
        return parts;
    }

    /** Says nothing of the text: it may hold a secret. */
    @Override
    public String toString() {
        return "SmsText[" + encoding() + " " + segments() + "]";
    }

    private static boolean isGsm(int character) {
        return BASIC.indexOf(character) >= 0 || EXTENDED.indexOf(character) >= 0;
    }

    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean[] afterLeftOut = {false};
        text.codePoints().forEach(c -> {
            String equivalent = isGsm(c) ? Character.toString(c) : equivalent(c);
            boolean doubledSpace = afterLeftOut[0]
                    && equivalent.equals(" ")
                    && (folded.isEmpty() || folded.charAt(folded.length() - 1) == ' ');
            if (!doubledSpace) {
                folded.append(equivalent);
            }
            afterLeftOut[0] = equivalent.isEmpty();
        });
        return folded.toString().strip();
    }

    /** What stands for a character outside the alphabet: itself if it has no equivalent. */
    private static String equivalent(int character) {
        String own = EQUIVALENTS.get(character);
        if (own != null) {
            return own;
        }
        if (isEmoji(character) || Character.getType(character) == Character.FORMAT) {
            return "";
        }
        if (Character.isSpaceChar(character)) {
            return " ";
        }
        String letter = Character.toString(character);
        String plain = Normalizer.normalize(letter, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.codePoints().allMatch(SmsText::isGsm) ? plain : letter;
    }

    /** Pictures, their skin tones, keycaps, regional indicators. Variation selectors are left out as marks. */
    private static boolean isEmoji(int character) {
        return (character >= 0x1F000 && character <= 0x1FAFF)
                || (character >= 0x2600 && character <= 0x27BF)
                || character == 0x20E3;
    }

    private static List<String> split(String text, Encoding encoding) {
        if (text.codePoints().map(encoding::cost).sum() <= encoding.alone) {
            return List.of(text);
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        int used = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            int cost = encoding.cost(character);
            if (used + cost > encoding.inSeveral) {
                parts.add(text.substring(start, at));
                start = at;
                used = 0;
            }
            used += cost;
            at += Character.charCount(character);
        }
        parts.add(text.substring(start));
        return List.copyOf(parts);
    }
}
