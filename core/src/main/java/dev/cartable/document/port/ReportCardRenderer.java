package dev.cartable.document.port;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.ReportCard;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes report cards as documents, such as PDF. The same report card with the same code, in the same language, always gives the same bytes. Safe for use
 * by several threads; takes part in no transaction.
 */
public interface ReportCardRenderer {
    /** The media type of its documents, such as {@code application/pdf}. */
    String mediaType();

    /** The end of the names of its files, such as {@code pdf}. */
    String fileExtension();

    /**
     * Writes a document, and leaves the stream open.
     *
     * @param code printed on the document, by which the school recognises it as its own; null for none
     * @param language French or English; any other is English
     * @throws IOException if the stream cannot be written
     */
    void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out) throws IOException;
}
