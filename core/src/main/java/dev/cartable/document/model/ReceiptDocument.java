package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import java.math.BigDecimal;

/**
 * A receipt for one payment of an invoice. Immutable.
 *
 * @param invoice as the payer sees it
 * @param payment one of its payments, above zero
 * @param remaining what remained to be paid after it; never below zero
 * @param revision 1 for the first one, then one more for each that replaces it
 */
public record ReceiptDocument(
        Invoice invoice,
        Invoice.Payment payment,
        BigDecimal remaining,
        PersonName pupil,
        String promotion,
        int revision) {
    public ReceiptDocument {
        requireNonNull(invoice, "invoice");
        requireNonNull(payment, "payment");
        requireNonNull(remaining, "remaining");
        requireNonNull(pupil, "pupil");
        requireNonNull(promotion, "promotion");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
    }

    /** The same of another revision. */
    public ReceiptDocument withRevision(int other) {
        return new ReceiptDocument(invoice, payment, remaining, pupil, promotion, other);
    }
}
