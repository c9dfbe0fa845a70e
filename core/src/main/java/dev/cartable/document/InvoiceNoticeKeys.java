package dev.cartable.document;

import dev.cartable.document.model.DocumentKey;
import dev.cartable.document.model.DocumentKind;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Notice;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.model.Subject;
import dev.cartable.school.model.PupilId;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of the notices of an invoice: about its pupil, of the revision {@code KIND/payer/invoice#n}. They are the same for all
 * revisions of the document, since people are notified of an invoice once, and not of each payment.
 */
final class InvoiceNoticeKeys {
    private InvoiceNoticeKeys() {}

    static Subject subject(DocumentKey document) {
        return new Subject("pupil", document.pupil().value());
    }

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

    /** As {@link NoticeKeys#of}. */
    static Set<Notice.Key> of(DocumentKey document, Recipient person, int number, Set<Channel> channels) {
        return NoticeKeys.all(channels).stream()
                .map(channel -> Notice.Key.of(
                        InvoiceKinds.INVOICE, subject(document), revision(document, number), person, channel, ""))
                .collect(Collectors.toSet());
    }
}
