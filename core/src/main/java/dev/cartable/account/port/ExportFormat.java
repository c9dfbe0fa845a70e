package dev.cartable.account.port;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** Writes tables of text as files that spreadsheets open, and reads them back. Safe for use by several threads. */
public interface ExportFormat {
    /** Begins a table. No cell is written so that a spreadsheet takes it for a formula; {@link #read} turns that back. */
    Rows begin(OutputStream out);

    /**
     * The rows of a table that {@link #begin} wrote, the header row too, every cell exactly as it was given. Read on demand; the
     * caller closes what is read.
     */
    Stream<List<String>> read(InputStream in);

    /** A table under way; used by one thread. It closes nothing. */
    interface Rows {
        /**
         * Adds a row.
         *
         * @throws java.io.UncheckedIOException if it cannot be written
         */
        void row(List<String> cells);

        /** Ends the table and hands everything over to the stream. */
        void end();
    }
}
