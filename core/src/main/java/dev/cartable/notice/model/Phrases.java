package dev.cartable.notice.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Dates, amounts and lists as they are written in a sentence, for the variables of templates. */
public final class Phrases {
    private static final char NO_BREAK_SPACE = '\u00A0';

    private Phrases() {}

    /** A date with its weekday: {@code mardi 3 mars 2026}, {@code dimanche 1er mars 2026}, {@code Tuesday 3 March 2026}. */
    public static String date(LocalDate date, Locale language) {
        return switch (language.getLanguage()) {
            case "fr" ->
                DateTimeFormatter.ofPattern(
                                date.getDayOfMonth() == 1 ? "EEEE d'er' MMMM yyyy" : "EEEE d MMMM yyyy", language)
                        .format(date);
            case "en" ->
                DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", language).format(date);
            default ->
                DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                        .withLocale(language)
                        .format(date);
        };
    }

    /** A time to the minute: {@code 1er décembre 2026 à 08:00} where the date is {@code LONG}; {@code MEDIUM} shortens the month. */
    public static String time(ZonedDateTime at, FormatStyle date, Locale language) {
        String text = DateTimeFormatter.ofLocalizedDateTime(date, FormatStyle.SHORT)
                .withLocale(language)
                .format(at);
        return language.getLanguage().equals("fr") ? text.replaceFirst("^1 ", "1er ") : text;
    }

    /** Whether a number takes the singular: below 2 in French ({@code 0 message}, {@code 1,5 Gio}), 1 alone in other languages. */
    public static boolean isSingular(BigDecimal number, Locale language) {
        return language.getLanguage().equals("fr")
                ? number.abs().compareTo(BigDecimal.valueOf(2)) < 0
                : number.compareTo(BigDecimal.ONE) == 0;
    }

    /**
     * An amount with the code of its currency, and as many decimals as the currency has: {@code 1 500 000 GNF} in French, {@code
     * 1,500,000 GNF} in English, {@code 1 500,50 EUR}. The spaces are no-break spaces (U+00A0): a telephone shows a narrow one
     * (U+202F), which Java puts between digits, as a box.
     */
    public static String money(BigDecimal amount, Currency currency, Locale language) {
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getNumberInstance(language);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(amount).replace('\u202F', NO_BREAK_SPACE) + NO_BREAK_SPACE + currency.getCurrencyCode();
    }

    /** Names one after the other: {@code Awa, Binta et Chloé}, {@code Awa, Binta and Chloé}; with commas alone in other languages. */
    public static String list(List<String> names, Locale language) {
        int last = names.size() - 1;
        if (last < 1) {
            return String.join("", names);
        }
        String and = switch (language.getLanguage()) {
            case "fr" -> " et ";
            case "en" -> " and ";
            default -> ", ";
        };
        return String.join(", ", names.subList(0, last)) + and + names.get(last);
    }
}
