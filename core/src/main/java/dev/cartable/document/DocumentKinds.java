package dev.cartable.document;

import dev.cartable.notice.model.Kind;

/** The kinds of notices about documents. */
public final class DocumentKinds {
    /** Notifies a pupil or a guardian that a report card is there. */
    public static final Kind REPORT_CARD = Kind.of("document.report-card");

    /** Notifies the people who pay that an invoice or a credit note is there. */
    public static final Kind INVOICE = Kind.of("document.invoice");

    private DocumentKinds() {}
}
