package dev.cartable.document.model;

/** What a document is. */
public enum DocumentKind {
    REPORT_CARD
}
