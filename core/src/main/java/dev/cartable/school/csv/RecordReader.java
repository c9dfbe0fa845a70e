package dev.cartable.school.csv;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the rows of one file. Used once, by one thread.
 *
 * @param <T> what a record is
 */
interface RecordReader<T> {
    /** The columns of the file. */
    List<Field> fields();

    /** The name of the column with the pupil or invoice that a record belongs to; null if there is none. */
    @Nullable
    String owner();

    /** The record of a row; null if it is not complete yet, or is {@linkplain #withdrawn withdrawn}. */
    @Nullable
    T read(RecordRow row) throws BadRowException;

    /** The id of a record that the row withdraws; null if it withdraws none. */
    default @Nullable String withdrawn(RecordRow row) throws BadRowException {
        return null;
    }

    /** Is called for each row that has an error. */
    default void bad(RecordRow row, RowError error) {}

    /** Is called behind the last row, for records that have several. */
    default void end(Table table, Sink<T> sink) {}
}
