package dev.cartable.cli.frame;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.pdf.PdfInvoices;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Invoices as PDF, whose layout is read at the first one: most commands make none. Safe for use by several threads. */
final class LazyInvoices implements InvoiceRenderer {
    private final Supplier<PdfInvoices> source;
    private @Nullable PdfInvoices made;

    LazyInvoices(Supplier<PdfInvoices> source) {
        this.source = requireNonNull(source, "source");
    }

    private synchronized PdfInvoices renderer() {
        if (made == null) {
            made = source.get();
        }
        return made;
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
    }

    @Override
    public void render(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        renderer().render(invoice, code, language, out);
    }

    @Override
    public void render(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        renderer().render(receipt, code, language, out);
    }

    @Override
    public void render(FamilyStatement statement, Locale language, OutputStream out) throws IOException {
        renderer().render(statement, language, out);
    }
}
