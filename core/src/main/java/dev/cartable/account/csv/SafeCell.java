package dev.cartable.account.csv;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in a table's cell that no spreadsheet takes for a formula (OWASP, CSV injection). An apostrophe is put before a text
 * that begins with {@code = + - @}, their full-width forms, a tab, CR, LF, NUL or a byte order mark (which a reader would take for the file's), or with
 * apostrophes and then one of these; other texts stay as they are. {@link #unescape} is the exact way back.
 */
final class SafeCell {
    private static final Pattern DANGEROUS =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\\x00\\uFF1D\\uFF0B\\uFF0D\\uFF20\\uFEFF].*", Pattern.DOTALL);

    /** A number, an amount, a date or a time for Excel in French or English, and its truth values. */
    private static final Pattern VALUE = Pattern.compile("[ (.,]*\\d[\\d .,:/%eE+()\u20AC$-]*"
            + "|\\d{1,2}[ ./-]?\\p{L}{3,9}\\.?([ ./-]?\\d{1,4})?"
            + "|\\p{L}{3,9}\\.?[ ./-]?\\d{1,4}"
            + "|(?i:vrai|faux|true|false)");

    private static final Pattern CONSTANT = Pattern.compile("=\"([^\"]*)\"");

    /** The longest text that a formula may hold. */
    private static final int LONGEST_CONSTANT = 255;

    private SafeCell() {}

    /** The text as it stands in the cell. */
    static String escape(String text) {
        return DANGEROUS.matcher(text).matches() ? "'" + text : text;
    }

    /**
     * As {@link #escape}, for a table that Excel opens by a double click. A text that Excel would turn into a number, a date or a
     * truth value, such as {@code 00123}, {@code 1E5} or {@code 2026-01}, becomes the formula of that constant, {@code ="00123"}.
     */
    static String escapeForExcel(String text) {
        boolean value = text.length() <= LONGEST_CONSTANT && VALUE.matcher(text).matches();
        return value ? "=\"" + text + "\"" : escape(text);
    }

    /** The text that {@link #escape} or {@link #escapeForExcel} made the cell from. */
    static String unescape(String cell) {
        Matcher constant = CONSTANT.matcher(cell);
        if (constant.matches() && VALUE.matcher(constant.group(1)).matches()) {
            return constant.group(1);
        }
        return cell.startsWith("'") && DANGEROUS.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
