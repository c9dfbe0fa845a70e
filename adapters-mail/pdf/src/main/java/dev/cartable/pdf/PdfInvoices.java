package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.port.InvoiceRenderer;
import dev.cartable.notice.template.DocumentTemplate;
import dev.cartable.school.model.School;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Invoices, credit notes, receipts and statements as tagged PDF (PDF/UA) on A4, with fold marks and an {@linkplain AddressWindow
 * address} for the window of an envelope. The same contents give the same bytes. A document that is not laid out within
 * {@link PdfReportCards#LIMIT} is given up. Safe for use by several threads.
 */
public final class PdfInvoices implements InvoiceRenderer {
    private final School school;
    private final DocumentDesign design;
    private final DocumentTemplates templates;
    private final PdfEngine engine;
    private final Map<String, byte[]> pictures;

    private PdfInvoices(School school, DocumentDesign design, DocumentTemplates templates, Duration limit) {
        this.school = requireNonNull(school, "school");
        this.design = requireNonNull(design, "design");
        this.templates = requireNonNull(templates, "templates");
        this.engine = new PdfEngine(limit);
        this.pictures = Frame.pictures(design);
    }

    /** With the built-in layouts and words. */
    public static PdfInvoices create(School school, DocumentDesign design) {
        return create(school, design, DocumentTemplates.builtIn());
    }

    /**
     * With a school's own layouts and words. A sample of each is made, so that a layout with a fault is refused now.
     *
     * @throws DocumentException if a layout refers to something that it cannot reach, or cannot be laid out in time
     */
    public static PdfInvoices create(School school, DocumentDesign design, DocumentTemplates templates) {
        PdfInvoices invoices = new PdfInvoices(school, design, templates, PdfReportCards.LIMIT);
        if (!templates.isBuiltIn()) {
            DocumentCode code = DocumentCode.of(new byte[10]);
            invoices.pdf(SampleInvoice.invoice(), code, school.language());
            invoices.pdf(SampleInvoice.receipt(), code, school.language());
            invoices.pdf(SampleInvoice.statement(), school.language());
        }
        return invoices;
    }

    @Override
    public String mediaType() {
        return "application/pdf";
    }

    @Override
    public String fileExtension() {
        return "pdf";
    }

    /**
     * {@inheritDoc}
     *
     * @param language any that the templates have words in; English for any other
     * @throws DocumentException if the school's own layout has a fault
     */
    @Override
    public void render(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        out.write(pdf(invoice, code, language));
    }

    /**
     * {@inheritDoc}
     *
     * @param language any that the templates have words in; English for any other
     * @throws DocumentException if the school's own layout has a fault
     */
    @Override
    public void render(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language, OutputStream out)
            throws IOException {
        out.write(pdf(receipt, code, language));
    }

    /**
     * {@inheritDoc}
     *
     * @param language any that the templates have words in; English for any other
     * @throws DocumentException if the school's own layout has a fault
     */
    @Override
    public void render(FamilyStatement statement, Locale language, OutputStream out) throws IOException {
        out.write(pdf(statement, language));
    }

    private byte[] pdf(InvoiceDocument invoice, @Nullable DocumentCode code, Locale language) {
        Map<String, Object> values =
                new InvoiceValues(school, design, templates.invoiceWords(language)).of(invoice, code);
        return pdf(DocumentTemplates.INVOICE, templates.invoice(), values, code);
    }

    private byte[] pdf(ReceiptDocument receipt, @Nullable DocumentCode code, Locale language) {
        Map<String, Object> values =
                new ReceiptValues(school, design, templates.invoiceWords(language)).of(receipt, code);
        return pdf(DocumentTemplates.RECEIPT, templates.receipt(), values, code);
    }

    private byte[] pdf(FamilyStatement statement, Locale language) {
        Map<String, Object> values =
                new StatementValues(school, design, templates.invoiceWords(language)).of(statement);
        return pdf(DocumentTemplates.STATEMENT, templates.statement(), values, null);
    }

    private byte[] pdf(
            String name, DocumentTemplate template, Map<String, Object> values, @Nullable DocumentCode code) {
        Map<String, byte[]> all = new HashMap<>(pictures);
        if (code != null) {
            all.put("code", QrCode.png(design.verificationAddress() + code.text()));
        }
        return engine.write(name, template.fill(values), all);
    }
}
