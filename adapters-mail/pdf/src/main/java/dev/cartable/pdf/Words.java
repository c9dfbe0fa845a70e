package dev.cartable.pdf;

import dev.cartable.notice.model.Phrases;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of documents in one language, from a file of properties, and its typography. Safe for use by several threads. */
final class Words {
    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

    /** A space that French has before these signs, or after the first one, must not end a line. */
    private static final Pattern BEFORE = Pattern.compile(" (?=[;:!?»%€])");

    private static final Pattern AFTER = Pattern.compile("(?<=«) ");
    private static final char NO_BREAK = '\u00A0';

    private final Locale language;
    private final Map<String, String> texts;

    Words(Locale language, Properties file) {
        this.language = language;
        this.texts = new TreeMap<>();
        file.stringPropertyNames().forEach(key -> texts.put(key, typeset(file.getProperty(key))));
    }

    Locale language() {
        return language;
    }

    /** All texts by their keys. */
    Map<String, String> all() {
        return texts;
    }

    /** The text of this key, if there is one. */
    Optional<String> find(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /** @throws IllegalStateException if there is none */
    String text(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalStateException("the words of documents in " + language + " lack '" + key + "'");
        }
        return text;
    }

    /** A text with values in the place of their names. */
    String text(String key, Map<String, String> values) {
        return NAME.matcher(text(key))
                .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), name.group())));
    }

    /** A text in the singular or the plural. */
    String count(String key, int count) {
        boolean one = Phrases.isSingular(BigDecimal.valueOf(count), language);
        return text(key + (one ? "_one" : "_other"), Map.of("count", String.valueOf(count)));
    }

    /** A number with its decimals, the decimal mark of the language, and the digits 0 to 9. */
    String number(BigDecimal number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(language);
        symbols.setZeroDigit('0');
        DecimalFormat format = new DecimalFormat("0", symbols);
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }

    /** A date without its weekday, such as {@code 1er déc. 2026}. */
    String date(LocalDate date) {
        return switch (language.getLanguage()) {
            case "fr" ->
                DateTimeFormatter.ofPattern(date.getDayOfMonth() == 1 ? "d'er' MMM yyyy" : "d MMM yyyy", language)
                        .format(date);
            case "en" -> DateTimeFormatter.ofPattern("d MMM yyyy", language).format(date);
            default ->
                DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(language)
                        .format(date);
        };
    }

    /** A text of a person, with the typography of the language. */
    String typeset(String text) {
        if (!language.getLanguage().equals(Locale.FRENCH.getLanguage())) {
            return text;
        }
        String before = BEFORE.matcher(text).replaceAll(String.valueOf(NO_BREAK));
        return AFTER.matcher(before).replaceAll(String.valueOf(NO_BREAK));
    }
}
