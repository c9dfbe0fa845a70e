package dev.cartable.account.port;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;

/** Writes tables of texts and numbers as files that spreadsheets open, and reads them back. Safe for use by several threads. */
public interface ExportFormat {
    /** The digits that spreadsheets keep of a number. One that has more is written as text where they would round it. */
    int EXACT_DIGITS = 15;

    /** Begins a table. No cell is written so that a spreadsheet takes it for a formula; {@link #read} turns that back. */
    Rows begin(OutputStream out);

    /**
     * The rows of a table that {@link #begin} wrote, the header row too, every text exactly as it was given, and every number as the
     * file has it. Read on demand; the caller closes what is read.
     */
    Stream<List<String>> read(InputStream in);

    /** A table under way; used by one thread. It closes nothing. */
    interface Rows {
        /**
         * Adds a row.
         *
         * @param cells each is a text, or a {@link Number} that a spreadsheet may add up, such as an amount; a {@link java.math.BigDecimal}
         *     is shown with its decimals
         * @throws java.io.UncheckedIOException if it cannot be written
         */
        void row(List<?> cells);

        /** Ends the table and hands everything over to the stream. */
        void end();
    }
}
