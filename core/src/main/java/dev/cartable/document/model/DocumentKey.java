package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Term;
import org.jspecify.annotations.Nullable;

/**
 * What a document is of. Documents with the same key are revisions of one another. Immutable.
 *
 * @param term of a report card; null otherwise
 * @param invoice the id of the invoice; empty for a report card
 * @param payment the id of the payment; empty unless it is a receipt
 * @param payer the id of the one payer whom it is for; empty if it is for all who may see the pupil
 */
public record DocumentKey(
        DocumentKind kind, PupilId pupil, @Nullable Term term, String invoice, String payment, String payer) {
    public DocumentKey {
        requireNonNull(kind, "kind");
        requireNonNull(pupil, "pupil");
        requireNonNull(invoice, "invoice");
        requireNonNull(payment, "payment");
        requireNonNull(payer, "payer");
        if ((kind == DocumentKind.REPORT_CARD) != (term != null && invoice.isEmpty() && payer.isEmpty())
                || (kind == DocumentKind.RECEIPT) == payment.isEmpty()
                || (kind != DocumentKind.REPORT_CARD && invoice.isEmpty())) {
            throw new IllegalArgumentException("this is no key of a " + kind + ": term " + term + ", invoice '"
                    + invoice + "', payment '" + payment + "', payer '" + payer + "'");
        }
    }

    /** The key of a pupil's report card. */
    public static DocumentKey reportCard(PupilId pupil, Term term) {
        return new DocumentKey(DocumentKind.REPORT_CARD, pupil, requireNonNull(term, "term"), "", "", "");
    }
}
