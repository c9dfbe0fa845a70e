package dev.cartable.notice.template;

import dev.cartable.notice.model.Phrases;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Singular and plural: of a variable {@code count} that holds a number, {@code {#count_one}…{/count_one}} is shown for the
 * singular and {@code {#count_other}…{/count_other}} for the plural (the categories of CLDR); neither if it is empty.
 */
final class Plurals {
    private static final String ONE = "_one";
    private static final String OTHER = "_other";
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private Plurals() {}

    /** The variable whose number the name asks for; the name itself if it asks for none. */
    static String counted(String name) {
        if (name.endsWith(ONE)) {
            return name.substring(0, name.length() - ONE.length());
        }
        return name.endsWith(OTHER) ? name.substring(0, name.length() - OTHER.length()) : name;
    }

    /**
     * The values, and what a template asks for of their numbers.
     *
     * @param used the names in the template
     */
    static Map<String, String> added(Map<String, String> values, Set<String> used, Locale language) {
        Map<String, String> all = new HashMap<>(values);
        for (String name : used) {
            String number = values.get(counted(name));
            if (number != null && !values.containsKey(name)) {
                all.put(name, !number.isEmpty() && isSingular(number, language) == name.endsWith(ONE) ? "1" : "");
            }
        }
        return all;
    }

    private static boolean isSingular(String text, Locale language) {
        BigDecimal number = number(text, language);
        return number != null && Phrases.isSingular(number, language);
    }

    /** Null if it is none. Most are counts, for which no format need be made. */
    private static @Nullable BigDecimal number(String text, Locale language) {
        if (COUNT.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        ParsePosition end = new ParsePosition(0);
        NumberFormat format = NumberFormat.getNumberInstance(language);
        if (format instanceof DecimalFormat decimal) {
            decimal.setParseBigDecimal(true);
        }
        Number number = format.parse(text, end);
        return end.getIndex() == text.length() && number instanceof BigDecimal value ? value : null;
    }
}
