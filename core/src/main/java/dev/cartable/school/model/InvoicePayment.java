package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A payment with the invoice that it is for, where payments come by themselves.
 *
 * @param invoice the id of the invoice
 * @param currency the currency that the source names, which has to be the invoice's; null if it names none
 */
public record InvoicePayment(String invoice, @Nullable Currency currency, Invoice.Payment payment) {
    public InvoicePayment {
        invoice = Ids.check("the id of an invoice", invoice);
        requireNonNull(payment, "payment");
    }
}
