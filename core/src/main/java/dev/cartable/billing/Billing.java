package dev.cartable.billing;

import static java.util.Objects.requireNonNull;

import dev.cartable.billing.internal.BillingParts;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.ReceivedPayment;
import dev.cartable.work.internal.TimeOrderedIds;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Invoices that a school writes with Cartable. What is issued is read by reminders and documents through
 * {@link dev.cartable.school.port.Invoices}, as a host's own invoices are. Safe for use by several threads and nodes.
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

    /**
     * Cancels an invoice by a credit note of the same lines and payers, which has a number in a series of its own, also inside a
     * transaction of the host. The invoice stays as it was issued. What was paid of it is owed to the family from then on; a payment below
     * zero records that it was paid back.
     *
     * @param number the invoice's number
     * @param date the date that stands on the credit note, in the school's zone; null for today
     * @return the credit note
     * @throws BillingException if there is no such invoice, it is cancelled already, or no number is given of this date
     */
    public Invoice cancel(String number, @Nullable LocalDate date) {
        return new CancelInvoice(parts).cancel(number, date);
    }

    /** A new id for a payment that has none of its own. */
    public String newPaymentId() {
        return TimeOrderedIds.next(parts.time().instant()).toString();
    }

    /**
     * Records what was paid of an invoice that was issued with Cartable, or paid back, also inside a transaction of the host. The state of
     * the invoice follows from that. A payment that is recorded already changes nothing.
     *
     * @param received names the invoice by its number. Where the invoice has several payers, the payment names one of them; where it has
     *     one, that one has paid
     * @return the invoice with the payment
     * @throws BillingException if there is no such invoice or payer, the invoice is cancelled, the date is after today, more is paid back
     *     than was paid, or another payment of the invoice has this id
     */
    public Invoice record(ReceivedPayment received) {
        return new RecordPayment(parts).record(received);
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
