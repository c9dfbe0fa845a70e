package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How documents of invoices and credit notes are made. Safe for use by several threads. */
final class InvoiceType implements DocumentType<InvoiceDocument> {
    private final DocumentParts parts;
    private final String school;
    private final Locale language;

    InvoiceType(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.school = parts.school().name();
        this.language = parts.school().language();
    }

    @Override
    public DocumentKey key(InvoiceDocument shown) {
        return key(shown.invoice(), kind(shown.invoice()), "");
    }

    static DocumentKey key(Invoice share, DocumentKind kind, String payment) {
        return new DocumentKey(kind, share.pupil(), null, share.id(), payment, payer(share));
    }

    static DocumentKind kind(Invoice invoice) {
        return invoice.details().type() == Invoice.Type.CREDIT_NOTE ? DocumentKind.CREDIT_NOTE : DocumentKind.INVOICE;
    }

    private static String payer(Invoice share) {
        return share.details().payers().stream()
                .findFirst()
                .map(payer -> String.valueOf(payer.number()))
                .orElse("");
    }

    @Override
    public InvoiceDocument withRevision(InvoiceDocument shown, int revision) {
        return shown.withRevision(revision);
    }

    @Override
    public String contents(InvoiceDocument shown) {
        return DocumentContents.digest(
                new InvoiceDocument(printed(shown.invoice()), shown.pupil(), shown.promotion(), 1), school, language);
    }

    /** Without what no document shows: that the school waits for a payment. */
    private static Invoice printed(Invoice invoice) {
        return with(invoice, invoice.state(), invoice.payments());
    }

    /** What a receipt shows of an invoice, which later payments do not change. */
    static Invoice asOf(Invoice invoice, Invoice.Payment payment) {
        return with(invoice, Invoice.State.ISSUED, List.of(payment));
    }

    private static Invoice with(Invoice invoice, Invoice.State state, List<Invoice.Payment> payments) {
        return new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                state,
                invoice.instalments(),
                payments,
                null,
                false,
                invoice.details());
    }

    @Override
    public BillFacts facts(InvoiceDocument shown) {
        Invoice invoice = shown.invoice();
        Payer payer = InvoiceReader.payer(shown).orElse(null);
        return new BillFacts(
                key(shown),
                payer == null ? null : payer.guardian(),
                shown.pupil().full(),
                payer == null ? "" : payer.name(),
                invoice.number(),
                invoice.total(),
                invoice.currency());
    }

    @Override
    public void render(InvoiceDocument shown, @Nullable DocumentCode code, OutputStream out) throws IOException {
        parts.invoiceRenderer().render(shown, code, language, out);
    }
}
