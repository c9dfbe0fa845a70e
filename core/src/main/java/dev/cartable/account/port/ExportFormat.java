package dev.cartable.account.port;

import dev.cartable.account.model.ExportProfile;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;

/** Writes tables of text as files that spreadsheets open, and reads them back. Safe for use by several threads. */
public interface ExportFormat {
    /** Begins a table. Cells that a spreadsheet would take for formulas are made harmless; {@link #read} turns them back. */
    Rows begin(Writer out, ExportProfile profile);

    /** The rows of a table that {@link #begin} wrote, the header row too, every cell exactly as it was given. Read on demand. */
    Stream<List<String>> read(Reader in, ExportProfile profile);

    /** A table under way; used by one thread. It closes nothing. */
    interface Rows {
        /**
         * Adds a row.
         *
         * @throws java.io.UncheckedIOException if it cannot be written
         */
        void row(List<String> cells);

        /** Hands everything over to the writer. */
        void flush();
    }
}
