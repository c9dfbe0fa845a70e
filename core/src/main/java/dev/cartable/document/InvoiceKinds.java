package dev.cartable.document;

import dev.cartable.notice.model.Kind;

/** The kinds of notices about invoices. */
public final class InvoiceKinds {
    /** Notifies the people who pay that an invoice or a credit note is there. */
    public static final Kind INVOICE = Kind.of("document.invoice");

    private InvoiceKinds() {}
}
