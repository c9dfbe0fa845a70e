package dev.cartable.school.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.RowError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of one kind that can be read any number of times: a file of an exchange format, or whatever a host writes. Records that
 * it does not have stay as they are stored.
 *
 * @param <T> what is read, such as {@link dev.cartable.school.model.Absence}
 */
public interface RecordSource<T> {
    /** What a person calls this source, such as the file's name; for messages only. */
    String name();

    /**
     * Reads everything once. A row that cannot be used goes to {@link Sink#error} and the rest goes on.
     *
     * @throws dev.cartable.school.model.UnreadableRosterException if the source is empty, truncated or has no such records at all;
     *     what the sink was given until then must not be used
     */
    void read(Sink<T> sink);

    /** Takes what a source reads. */
    interface Sink<T> {
        void record(T record, Origin origin);

        /** A record is no longer true, though it was once. Only for absences and grades. */
        void withdrawn(String id, Origin origin);

        /** A row cannot be used. */
        void error(RowError error);
    }

    /**
     * Where a record stands in its source.
     *
     * @param file the file's name as a person knows it
     * @param line the line in the file, from 1; 0 where the source has no lines
     * @param rows how many rows the record is made of
     * @param idColumn the name of the column with its id; null if there is none
     * @param ownerColumn the name of the column with the pupil or invoice that it belongs to; null if there is none
     */
    record Origin(
            String file,
            long line,
            long rows,
            @Nullable String idColumn,
            @Nullable String ownerColumn) {
        public Origin {
            requireNonNull(file, "file");
        }

        /** What is wrong with the record's id. */
        public RowError idError(String code, Map<String, String> facts) {
            return new RowError(file, line, idColumn, code, facts);
        }

        /** What is wrong with the pupil or invoice that the record belongs to. */
        public RowError ownerError(String code, Map<String, String> facts) {
            return new RowError(file, line, ownerColumn, code, facts);
        }
    }
}
