package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.sql.Columns;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows to insert, and what to change in those {@code t} whose key is there.
 *
 * @param set what to change, given the name of the new row
 * @param onlyIf a condition for the change, given the same
 */
public record Merge<T>(
        String table, Columns<T> columns, List<String> key, UnaryOperator<String> set, UnaryOperator<String> onlyIf) {
    public Merge(String table, Columns<T> columns, List<String> key, UnaryOperator<String> set) {
        this(table, columns, key, set, row -> "TRUE");
    }
}
