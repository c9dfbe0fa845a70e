package dev.cartable.jdbc.dialect;

import dev.cartable.jdbc.sql.Columns;
import java.util.List;

/**
 * Rows {@code t} to delete, and what becomes of them in another table: the row with the same id takes one column of the deleted row, and
 * those of the given row {@code u} that are not in the key.
 *
 * @param key the columns of the given row that the deleted row has, too; the first is the id
 * @param onlyIf a condition for the deletion
 * @param into the other table
 * @param id the column of its id
 * @param kept the column of the deleted row that the other table takes
 */
public record Transfer<T>(
        String from, Columns<T> columns, List<String> key, String onlyIf, String into, String id, String kept) {
    /** Whether a row of the other table is that of a row, such as {@code u.notice_id}. */
    String joined(String prefix) {
        return "t." + id + " = " + prefix + key.get(0);
    }
}
