package dev.cartable.account.model;

import java.util.regex.Pattern;

/**
 * Text in a table's cell that no spreadsheet takes for a formula (OWASP, CSV injection). An apostrophe is put before a text
 * that begins with {@code = + - @}, their full-width forms, a tab, CR or LF, or with apostrophes and then one of these; other
 * texts stay as they are. {@link #unescape} is the exact way back.
 */
public final class SafeCell {
    private static final Pattern DANGEROUS =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

    private SafeCell() {}

    /** The text as it stands in the cell. */
    public static String escape(String text) {
        return DANGEROUS.matcher(text).matches() ? "'" + text : text;
    }

    /** The text that {@link #escape} made the cell from. */
    public static String unescape(String cell) {
        return cell.startsWith("'") && DANGEROUS.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
