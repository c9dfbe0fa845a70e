package dev.cartable.notice.port;

import dev.cartable.notice.model.LetterContent;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes letters into one file for a printer, such as a PDF. The same letters in the same order always give the same bytes. Safe for
 * use by several threads; takes part in no transaction.
 */
public interface LetterRenderer {
    /** The media type of its files, such as {@code application/pdf}. */
    String mediaType();

    /** The end of the names of its files, such as {@code pdf}. */
    String fileExtension();

    /** Begins a file, which is written as the letters come. The stream stays open. */
    Sheets begin(OutputStream out);

    /** A file of letters that is being written. Used by one thread. */
    interface Sheets extends Closeable {
        /**
         * Adds a letter, which begins on a page of its own.
         *
         * @throws IOException if the stream cannot be written
         */
        void add(LetterContent letter) throws IOException;

        /**
         * Writes what is missing of the file. Without this call the file is not whole.
         *
         * @return what is in it
         * @throws IllegalStateException if there is no letter in it
         * @throws IOException if the stream cannot be written
         */
        Totals finish() throws IOException;

        @Override
        void close();
    }

    /**
     * What is in a file.
     *
     * @param letters with one page or more each
     * @param pages of all letters
     * @param shrunk letters that were set in smaller type, so that they fit on one page
     * @param continued letters that go on over further pages
     */
    record Totals(long letters, long pages, long shrunk, long continued) {}
}
