package dev.cartable.pdf;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/**
 * Amounts in digits, with the code of the currency (ISO 4217): {@code 1 500 000 GNF} in French, {@code 1,500,000 GNF} in English. An
 * amount has as many decimals as its currency has, or more where it is more exact: nothing is rounded. The spaces are no-break spaces, in
 * French a narrow one (U+202F) between groups of digits. Safe for use by several threads.
 */
final class Amounts {
    private static final char NARROW = '\u202F';
    private static final char NO_BREAK = '\u00A0';

    private final Locale language;

    Amounts(Locale language) {
        this.language = language;
    }

    /** Such as {@code 1 500 000 GNF}. */
    String withCode(BigDecimal amount, Currency currency) {
        return number(amount, currency) + NO_BREAK + currency.getCurrencyCode();
    }

    /** The same without the code, for the columns of a table. */
    String number(BigDecimal amount, Currency currency) {
        return format(exact(amount, currency));
    }

    /** A quantity, without zeros at the end. */
    String quantity(BigDecimal quantity) {
        BigDecimal stripped = quantity.stripTrailingZeros();
        return format(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    /** The amount with the decimals of the currency, or more if it has more. */
    static BigDecimal exact(BigDecimal amount, Currency currency) {
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        return amount.setScale(Math.max(decimals, amount.stripTrailingZeros().scale()));
    }

    private String format(BigDecimal number) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(language);
        symbols.setZeroDigit('0');
        symbols.setMinusSign('-');
        if (language.getLanguage().equals(Locale.FRENCH.getLanguage())) {
            symbols.setGroupingSeparator(NARROW);
        }
        DecimalFormat format = new DecimalFormat("#,##0", symbols);
        format.setMinimumFractionDigits(Math.max(0, number.scale()));
        format.setMaximumFractionDigits(Math.max(0, number.scale()));
        return format.format(number);
    }
}
