package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentFacts.BillFacts;
import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.model.Enclosures;
import dev.cartable.notice.model.Enclosures.Attachment;
import dev.cartable.notice.model.Recipient;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Viewer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** See {@link Documents#enclosures}. */
final class EncloseInvoice {
    private final DocumentParts parts;

    EncloseInvoice(DocumentParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    Enclosures enclosures(Invoice invoice, Recipient recipient) {
        Optional<Viewer> viewer = viewer(invoice, recipient);
        if (viewer.isEmpty() || !parts.attachesInvoices() || parts.invoices().isEmpty()) {
            return Enclosures.NONE;
        }
        InvoiceReader reader = new InvoiceReader(parts);
        DocumentKey key = InvoiceType.key(invoice, InvoiceType.kind(invoice), "");
        InvoiceType type = new InvoiceType(parts);
        return reader.visible(viewer.get(), reader.documents(reader.invoices().invoices(Set.of(invoice.id())))).stream()
                .filter(shown -> type.key(shown).equals(key))
                .flatMap(shown -> current(shown).stream())
                .findFirst()
                .map(this::enclosing)
                .orElse(Enclosures.NONE);
    }

    private static Optional<Viewer> viewer(Invoice invoice, Recipient recipient) {
        if (invoice.details().payers().size() == 1
                && Recipient.payer(
                                invoice.id(), invoice.details().payers().get(0).number())
                        .equals(recipient)) {
            return Optional.of(Viewer.administrator());
        }
        return switch (recipient.type()) {
            case "guardian" -> Optional.of(Viewer.guardian(new GuardianId(recipient.id())));
            case "pupil" -> Optional.of(Viewer.pupil(new PupilId(recipient.id())));
            default -> Optional.empty();
        };
    }

    private Optional<StoredDocument> current(InvoiceDocument shown) {
        InvoiceType type = new InvoiceType(parts);
        DocumentKey key = type.key(shown);
        return Optional.ofNullable(
                        parts.documentStores().documents().latest(List.of(key)).get(key))
                .filter(stored -> stored.contentDigest().equals(type.contents(shown)));
    }

    private Enclosures enclosing(StoredDocument document) {
        byte[] bytes = new ReadDocuments(parts).content(Viewer.administrator(), document);
        if (bytes.length > Attachment.MAX_BYTES) {
            return Enclosures.NONE;
        }
        String number = document.bill().map(BillFacts::number).orElse("");
        return Enclosures.of(Attachment.of(
                FileNames.of(number) + "." + parts.invoiceRenderer().fileExtension(),
                parts.invoiceRenderer().mediaType(),
                bytes));
    }
}
