package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentCode;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How receipts are made. Safe for use by several threads. */
final class ReceiptType implements DocumentType<ReceiptDocument> {
    private final DocumentParts parts;
    private final String school;
    private final Locale language;

    ReceiptType(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.school = parts.school().name();
        this.language = parts.school().language();
    }

    @Override
    public DocumentKey key(ReceiptDocument shown) {
        return InvoiceType.key(
                shown.invoice(), DocumentKind.RECEIPT, shown.payment().id());
    }

    @Override
    public ReceiptDocument withRevision(ReceiptDocument shown, int revision) {
        return shown.withRevision(revision);
    }

    @Override
    public String contents(ReceiptDocument shown) {
        return DocumentContents.digest(shown.withRevision(1), school, language);
    }

    @Override
    public BillFacts facts(ReceiptDocument shown) {
        Invoice invoice = shown.invoice();
        Payer payer = invoice.details().payers().stream().findFirst().orElse(null);
        return new BillFacts(
                key(shown),
                payer == null ? null : payer.guardian(),
                shown.pupil().full(),
                payer == null ? "" : payer.name(),
                invoice.number(),
                shown.payment().amount(),
                invoice.currency());
    }

    @Override
    public void render(ReceiptDocument shown, @Nullable DocumentCode code, OutputStream out) throws IOException {
        parts.invoiceRenderer().render(shown, code, language, out);
    }
}
