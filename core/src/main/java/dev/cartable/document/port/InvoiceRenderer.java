package dev.cartable.document.port;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes invoices, credit notes, receipts and statements as documents, such as PDF. The same contents with the same code, in the same
 * language, always give the same bytes. Safe for use by several threads; takes part in no transaction.
 */
public interface InvoiceRenderer {
    /** The media type of its documents, such as {@code application/pdf}. */
    String mediaType();

    /** The end of the names of its files, such as {@code pdf}. */
    String fileExtension();

    /**
     * Writes an invoice or a credit note, and leaves the stream open.
     *
     * @param code printed on the document, by which the school recognises it as its own; null for none
     * @param language French or English; any other is English
     * @throws IOException if the stream cannot be written
     */
    void render(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException;

    /** Writes a receipt for a payment, as {@link #render(InvoiceDocument, DocumentCode, Locale, OutputStream)} does. */
    void render(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException;

    /** Writes a statement for a family, which has no code, since it is not kept. */
    void render(FamilyStatement statement, Locale language, OutputStream out) throws IOException;
}
