package dev.cartable.document;

import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.notice.model.Notice;
import dev.cartable.school.model.PupilId;

/**
 * The notices of an invoice have the revision {@code KIND/payer/invoice#n}, the same for all revisions of the document: people are
 * notified of an invoice once, and not of each payment.
 */
final class InvoiceNoticeKeys {
    private InvoiceNoticeKeys() {}

    /** @param number from 1 */
    static String revision(DocumentKey document, int number) {
        return document.kind() + "/" + document.payer() + "/" + document.invoice() + "#" + number;
    }

    /** What the notice is about. */
    static DocumentKey document(Notice notice) {
        String[] parts = notice.revision().split("/", 3);
        return new DocumentKey(
                DocumentKind.valueOf(parts[0]),
                new PupilId(notice.subject().id()),
                null,
                parts[2].substring(0, parts[2].lastIndexOf('#')),
                "",
                parts[1]);
    }
}
