package dev.cartable.document;

import static java.util.Objects.requireNonNull;

import dev.cartable.document.InvoiceAudience.Addressees;
import dev.cartable.document.NotifyInvoices.Counts;
import dev.cartable.document.internal.DocumentParts;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.work.internal.ContentDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notifies the people who pay of the documents of invoices. */
final class InvoiceNotificationPass extends NotificationPass<Counts> {
    static final Set<DocumentKind> KINDS = Set.of(DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE);

    private final DocumentParts parts;
    private final InvoiceRequest request;
    private final Instant madeSince;
    private final InvoiceAudience audience;

    /** @param madeSince only documents that were made then or later; null for all */
    InvoiceNotificationPass(DocumentParts parts, InvoiceRequest request, @Nullable Instant madeSince) {
        super(parts, DocumentKinds.INVOICE);
        this.parts = parts;
        this.request = requireNonNull(request, "request");
        this.madeSince = madeSince == null ? Instant.EPOCH : madeSince;
        this.audience = new InvoiceAudience(parts);
    }

    @Override
    Stream<StoredDocument> current() {
        return parts.documentStores()
                .documents()
                .current(KINDS, madeSince)
                .filter(document -> request.numbers().isEmpty()
                        || document.bill()
                                .filter(bill -> request.numbers().contains(bill.number()))
                                .isPresent());
    }

    @Override
    List<Audience> audiences(List<StoredDocument> chunk, Instant now) {
        return audience.read(chunk, now).stream()
                .map(one -> new Audience(one.document(), isNews(one) ? null : NotifyAction.SETTLED, one.members()))
                .toList();
    }

    private boolean isNews(Addressees one) {
        LocalDate issuedOn = one.share() == null ? null : one.share().details().issuedOn();
        LocalDate since = request.since();
        return one.isOpen() && (issuedOn == null || since == null || !issuedOn.isBefore(since));
    }

    @Override
    String revision(StoredDocument document, int number) {
        return InvoiceNoticeKeys.revision(document.key(), number);
    }

    @Override
    boolean isJoinable() {
        return false;
    }

    @Override
    void addRequest(ContentDigest all) {
        all.add("invoice-notices", request.since(), new TreeSet<>(request.numbers()));
    }

    @Override
    public Counts counts() {
        return new Counts(
                input(),
                count(NotifyAction.NOTIFY),
                count(NotifyAction.KEEP),
                count(NotifyAction.SETTLED),
                count(NotifyAction.UNREACHED),
                count(NotifyAction.FAIL),
                notices());
    }
}
