package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Viewer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes single invoices and receipts at the moment that a person asks for them, and stores them as the batch does: what is stored and
 * still true is given as it is, and what shows something else since is another revision. A payer sees the own part alone; what a viewer
 * may not see is answered as what there is not. Safe for use by several threads and nodes.
 */
public final class PrintInvoices {
    private final DocumentParts parts;
    private final InvoiceReader reader;

    PrintInvoices(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
        this.reader = new InvoiceReader(parts);
    }

    /**
     * A document with its file.
     *
     * @param payer the number of the payer whom it is for; null if it is for all who may see the pupil
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, and never compared
    public record Printed(StoredDocument document, @Nullable Integer payer, byte[] content) {
        public Printed {
            requireNonNull(document, "document");
            requireNonNull(content, "content");
        }
    }

    /** A payer of an invoice, as far as the viewer may see them. */
    public record Choice(@Nullable Integer payer, String name) {}

    /** For whom there are documents of an invoice that the viewer may see, in the order of the invoice. Makes none. */
    public List<Choice> choices(Viewer viewer, String number) {
        return visible(viewer, number).stream()
                .map(shown -> new Choice(
                        InvoiceReader.payer(shown).map(Payer::number).orElse(null),
                        InvoiceReader.payer(shown).map(Payer::name).orElse("")))
                .toList();
    }

    /**
     * The documents of an invoice or a credit note that the viewer may see as they are now, one for each payer.
     *
     * @param payer only the one for this payer; null for all
     * @throws dev.cartable.document.model.DocumentException of the code {@code DOCUMENT_NOT_MADE} if one cannot be rendered
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public List<Printed> invoice(Viewer viewer, String number, @Nullable Integer payer) {
        parts.transactions().requireOwn("printing an invoice");
        DocumentProvider<InvoiceDocument> provider = new DocumentProvider<>(parts, new InvoiceType(parts));
        List<Printed> printed = new ArrayList<>();
        for (InvoiceDocument shown : visible(viewer, number)) {
            Integer own = InvoiceReader.payer(shown).map(Payer::number).orElse(null);
            if (payer == null || payer.equals(own)) {
                provider.provide(shown).ifPresent(made -> printed.add(new Printed(made.document(), own, made.bytes())));
            }
        }
        return printed;
    }

    /**
     * The receipts for a payment of an invoice that the viewer may see: one for each payer who has a part of it. There is none for what
     * was paid back.
     *
     * @param payment the id of the payment; null for the last one
     * @param payer only the one for this payer; null for all
     * @throws dev.cartable.document.model.DocumentException of the code {@code DOCUMENT_NOT_MADE} if one cannot be rendered
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public List<Printed> receipt(Viewer viewer, String number, @Nullable String payment, @Nullable Integer payer) {
        parts.transactions().requireOwn("printing a receipt");
        DocumentProvider<ReceiptDocument> provider = new DocumentProvider<>(parts, new ReceiptType(parts));
        List<Printed> printed = new ArrayList<>();
        for (InvoiceDocument shown : visible(viewer, number)) {
            Integer own = InvoiceReader.payer(shown).map(Payer::number).orElse(null);
            if (payer == null || payer.equals(own)) {
                receipt(shown, payment)
                        .flatMap(provider::provide)
                        .ifPresent(made -> printed.add(new Printed(made.document(), own, made.bytes())));
            }
        }
        return printed;
    }

    private static Optional<ReceiptDocument> receipt(InvoiceDocument shown, @Nullable String payment) {
        Invoice invoice = shown.invoice();
        BigDecimal remaining = invoice.total();
        ReceiptDocument found = null;
        for (Invoice.Payment one : invoice.payments().stream()
                .sorted(Comparator.comparing(Invoice.Payment::paidOn))
                .toList()) {
            remaining = remaining.subtract(one.amount());
            if (one.amount().signum() > 0 && (payment == null || payment.equals(one.id()))) {
                found = new ReceiptDocument(
                        InvoiceType.asOf(invoice, one),
                        one,
                        remaining.max(BigDecimal.ZERO),
                        shown.pupil(),
                        shown.promotion(),
                        1);
            }
        }
        return Optional.ofNullable(found);
    }

    private List<InvoiceDocument> visible(Viewer viewer, String number) {
        return reader.visible(viewer, reader.documents(reader.invoices().numbered(Set.of(number))));
    }
}
