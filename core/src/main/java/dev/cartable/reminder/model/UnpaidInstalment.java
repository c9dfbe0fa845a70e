package dev.cartable.reminder.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;

/**
 * An instalment that is overdue beyond the last dunning level: no reminder of it follows, so that the bursar has to act.
 *
 * @param overdue the instalment with what is unpaid of it
 */
public record UnpaidInstalment(Invoice invoice, Invoice.Overdue overdue) {
    public UnpaidInstalment {
        requireNonNull(invoice, "invoice");
        requireNonNull(overdue, "overdue");
    }
}
