package dev.cartable.document;

import dev.cartable.document.model.DocumentId;
import dev.cartable.document.model.StoredDocument;
import dev.cartable.notice.model.Notice;

/** The notices of a report card have the revision {@code document#n}: each revision of a report card is news. */
final class ReportCardNoticeKeys {
    private ReportCardNoticeKeys() {}

    /** @param number from 1 */
    static String revision(StoredDocument document, int number) {
        return document.id() + "#" + number;
    }

    /** The document that a notice is about. */
    static DocumentId document(Notice notice) {
        return DocumentId.of(notice.revision().split("#", 2)[0]);
    }
}
