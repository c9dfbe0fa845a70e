package dev.cartable.document.model;

/** What a document is. */
public enum DocumentKind {
    REPORT_CARD,
    INVOICE,
    /** It cancels an invoice. */
    CREDIT_NOTE,
    /** It confirms a payment. */
    RECEIPT
}
