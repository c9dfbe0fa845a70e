package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;

/**
 * An invoice or a credit note as one payer sees it. Immutable.
 *
 * @param invoice the payer's share of it, with this payer alone; the whole invoice where it names no payers
 * @param pupil the name of the pupil, whose id is the invoice's
 * @param promotion the name of the pupil's class; empty if it is not known
 * @param revision 1 for the first one, then one more for each that replaces it
 */
public record InvoiceDocument(Invoice invoice, PersonName pupil, String promotion, int revision) {
    public InvoiceDocument {
        requireNonNull(invoice, "invoice");
        requireNonNull(pupil, "pupil");
        requireNonNull(promotion, "promotion");
        if (revision < 1) {
            throw new IllegalArgumentException("revision " + revision + " is below 1");
        }
    }

    /** The same of another revision. */
    public InvoiceDocument withRevision(int other) {
        return new InvoiceDocument(invoice, pupil, promotion, other);
    }
}
