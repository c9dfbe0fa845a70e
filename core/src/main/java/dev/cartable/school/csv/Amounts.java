package dev.cartable.school.csv;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads amounts of money as spreadsheets of several countries write them. Which of point and comma is the decimal mark is taken from
 * the amount, if that is certain: both are in it, a mark is there twice, the digits behind it are not three, or those before it
 * are none that a group begins with. In a currency without decimals, a mark before three digits groups thousands. Otherwise the amount
 * is refused as ambiguous, unless the mark was stated.
 */
final class Amounts {
    /** Blanks and apostrophes group thousands only. */
    private static final String GROUPING = " \\u00A0\\u202F\\u2009'\\u2019";

    private static final Pattern AMOUNT = Pattern.compile("([-\\u2212]?)([0-9]+(?:[.," + GROUPING + "][0-9]+)*)");
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([.," + GROUPING + "])[0-9]{3}(?:\\1[0-9]{3})*");
    private static final int MOST_DIGITS = 15;
    private static final int MOST_DECIMALS = 4;

    private Amounts() {}

    /**
     * An amount.
     *
     * @param currency null if it is not known
     * @param mark the decimal mark, if it was stated
     */
    static BigDecimal read(String column, String text, @Nullable Currency currency, @Nullable Character mark)
            throws BadRowException {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            throw new BadRowException(RowProblem.BAD_AMOUNT, column);
        }
        int decimals = currency == null ? MOST_DECIMALS : Math.max(0, currency.getDefaultFractionDigits());
        String digits = matcher.group(2);
        int at = decimalMark(column, digits, currency == null || decimals > 0, mark);
        String whole = at < 0 ? digits : digits.substring(0, at);
        String fraction = at < 0 ? "0" : digits.substring(at + 1);
        if (!fraction.chars().allMatch(Character::isDigit)
                || (!whole.chars().allMatch(Character::isDigit)
                        && !GROUPED.matcher(whole).matches())) {
            throw new BadRowException(RowProblem.BAD_AMOUNT, column);
        }
        BigDecimal amount = new BigDecimal(whole.replaceAll("[^0-9]", "") + "." + fraction).stripTrailingZeros();
        if (amount.precision() - amount.scale() > MOST_DIGITS) {
            throw new BadRowException(RowProblem.BAD_AMOUNT, column);
        }
        if (amount.scale() > decimals) {
            throw currency == null
                    ? new BadRowException(RowProblem.BAD_AMOUNT, column)
                    : new BadRowException(
                            RowProblem.TOO_PRECISE,
                            column,
                            "currency",
                            currency.getCurrencyCode(),
                            "decimals",
                            decimals);
        }
        return matcher.group(1).isEmpty() ? amount : amount.negate();
    }

    /** Where the decimal mark stands; -1 if there is none. */
    private static int decimalMark(String column, String digits, boolean hasDecimals, @Nullable Character stated)
            throws BadRowException {
        int last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        if (last < 0) {
            return -1;
        }
        char mark = digits.charAt(last);
        if (stated != null) {
            return mark == stated ? last : -1;
        }
        if (digits.indexOf(mark) != last) {
            return -1;
        }
        String before = digits.substring(0, last);
        boolean mayGroup = digits.length() - last - 1 == 3 && before.matches("[1-9][0-9]{0,2}");
        if (!mayGroup) {
            return last;
        }
        if (hasDecimals) {
            throw new BadRowException(RowProblem.AMBIGUOUS_AMOUNT, column, "value", digits);
        }
        return -1;
    }
}
