package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;

/**
 * Invoices that a school writes with Cartable. What is issued is read by reminders and documents through
 * {@link dev.cartable.school.port.Invoices}, as a host's own invoices are. Safe for use by several threads.
 */
public final class Billing {
    private final BillingParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public Billing(BillingParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Writes, changes and deletes drafts. */
    public EditDrafts drafts() {
        return new EditDrafts(parts);
    }

    /** Makes invoices of drafts, and gives them their numbers. */
    public IssueInvoices issue() {
        return new IssueInvoices(parts);
    }

    /** Cancels an invoice by a credit note. */
    public CancelInvoice cancel() {
        return new CancelInvoice(parts);
    }

    /** Records what was paid. */
    public RecordPayment record() {
        return new RecordPayment(parts);
    }

    /** Lets the school wait for an invoice. */
    public PostponeInvoice postpone() {
        return new PostponeInvoice(parts);
    }

    /** Says how far the numbers have come and which are missing, and gives numbers again after a restore. */
    public ResumeNumbers numbers() {
        return new ResumeNumbers(parts);
    }
}
