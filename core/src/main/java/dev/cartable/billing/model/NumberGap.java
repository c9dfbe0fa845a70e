package dev.cartable.billing.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;

/**
 * Numbers that follow one another and that no invoice here has: those of invoices that were issued after the backup which was restored.
 * Nothing else leaves a gap.
 *
 * @param year the calendar year that they are numbered in
 * @param first the first of them in that year
 * @param last the last of them, which may be the first
 */
public record NumberGap(Invoice.Type series, int year, long first, long last) {
    public NumberGap {
        requireNonNull(series, "series");
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("from " + first + " to " + last + " there is no number");
        }
    }

    /** How many numbers they are. */
    public long count() {
        return last - first + 1;
    }
}
