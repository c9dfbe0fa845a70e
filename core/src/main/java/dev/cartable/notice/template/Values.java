package dev.cartable.notice.template;

import dev.cartable.notice.model.TemplateException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/** Values of variables, made fit for the place where they are put in. */
final class Values {
    private static final Set<String> RIGHT_TO_LEFT =
            Set.of("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi");

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\n\\r\\u000B\\u000C\\u0085\\u2028\\u2029]");

    /** Control characters, and the marks that turn the direction of what follows them (UAX #9). */
    private static final Pattern UNFIT =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]|\\p{Cs}");

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_ISOLATE = '\u2069';

    private Values() {}

    static boolean isRightToLeft(Locale language) {
        return RIGHT_TO_LEFT.contains(language.getLanguage());
    }

    /** Whether the variable holds a link: its name says so. */
    static boolean isLink(String name) {
        return name.equals("link") || name.endsWith("_link");
    }

    /** For the plain text: a value that reads in the other direction is set apart, so that it turns nothing around it. */
    static Map<String, String> forText(Map<String, String> values, Locale language) {
        return each(values, (name, value) -> isLink(name) ? value : isolated(value, language));
    }

    /** For the body of an HTML document: escaped, set apart, and links as links. */
    static Map<String, String> forHtml(Map<String, String> values) {
        return each(values, (name, value) -> {
            if (value.isEmpty() || value.indexOf('\n') >= 0) {
                return Html.escape(value);
            }
            return isLink(name) ? Html.link(value) : "<bdi>" + Html.escape(value) + "</bdi>";
        });
    }

    /**
     * A header is one line.
     *
     * @param used the variables that stand in the header
     * @throws TemplateException if one of them has a line break in it, which would begin another header
     */
    static void requireOneLine(Map<String, String> values, Set<String> used) {
        values.forEach((name, value) -> {
            if (used.contains(name) && LINE_BREAK.matcher(value).find()) {
                throw new TemplateException(
                        "the value of {" + name + "} has a line break in it, and stands in the subject");
            }
        });
    }

    private static Map<String, String> each(Map<String, String> values, BinaryOperator<String> change) {
        Map<String, String> changed = new HashMap<>();
        values.forEach((name, value) -> changed.put(name, change.apply(name, clean(value))));
        return changed;
    }

    /** Without characters that no document may have, and with one kind of line break. */
    static String clean(String value) {
        return isPlain(value) ? value : cleaned(value);
    }

    /** Whether it has letters, digits and ordinary signs alone, as most have: nothing that would be cleaned. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || (c >= 0x7F && c < 0xA0) || c >= 0x2028) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String value) {
        return UNFIT.matcher(LINE_BREAK.matcher(value).replaceAll("\n")).replaceAll("");
    }

    private static String isolated(String value, Locale language) {
        boolean against = value.codePoints().anyMatch(c -> isRightToLeft(language) ? isLeft(c) : isRight(c));
        return against && value.indexOf('\n') < 0 ? FIRST_STRONG_ISOLATE + value + POP_ISOLATE : value;
    }

    private static boolean isLeft(int c) {
        return Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT;
    }

    private static boolean isRight(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
