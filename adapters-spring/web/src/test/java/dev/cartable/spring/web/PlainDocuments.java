package dev.cartable.spring.web;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.document.port.ReportCardRenderer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Documents that are made at once: each is one line. */
final class PlainDocuments implements ReportCardRenderer, InvoiceRenderer {
    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
    }

    @Override
    public void render(ReportCard card, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        write(out, "report card");
    }

    @Override
    public void render(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        write(out, "invoice");
    }

    @Override
    public void render(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        write(out, "receipt");
    }

    @Override
    public void render(FamilyStatement statement, Locale language, OutputStream out) throws IOException {
        write(out, "statement");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(("%PDF-1.7 " + text).getBytes(StandardCharsets.UTF_8));
    }
}
