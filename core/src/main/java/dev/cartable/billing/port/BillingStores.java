package dev.cartable.billing.port;

import dev.cartable.school.port.Invoices;
import dev.cartable.work.WorkStores;

/** The stores of billing over one resource. Each call returns the same store. Safe for use by several threads. */
public interface BillingStores extends WorkStores {
    /** Drafts, numbers and what is written of invoices. */
    BillingStore billing();

    /** The invoices and credit notes that were issued with Cartable. Drafts are not among them. */
    Invoices issuedInvoices();
}
