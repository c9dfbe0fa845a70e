package dev.cartable.billing.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Invoice;
import java.util.stream.LongStream;

/**
 * How a school numbers its invoices. Immutable. Numbers begin at 1 in each calendar year, in the school's zone.
 *
 * @param invoices the form of the numbers of invoices
 * @param creditNotes the form of the numbers of credit notes, a series of their own
 */
public record BillingSettings(NumberFormat invoices, NumberFormat creditNotes) {
    private static final long MANY_DIGITS = 1_000_000_000_000L;

    public BillingSettings {
        requireNonNull(invoices, "invoices");
        requireNonNull(creditNotes, "creditNotes");
        if (meet(invoices, creditNotes) || meet(creditNotes, invoices)) {
            throw new IllegalArgumentException(
                    "invoices '" + invoices + "' and credit notes '" + creditNotes + "' would have the same numbers");
        }
    }

    /** Whether a number of one form can be one of the other: few digits and many may be written in different ways. */
    private static boolean meet(NumberFormat one, NumberFormat other) {
        return LongStream.of(1, MANY_DIGITS)
                .anyMatch(sequence -> other.parse(one.format(2000, sequence)).isPresent());
    }

    /** {@code {year}-{number:5}}, and {@code A{year}-{number:5}} for credit notes ("avoir"). */
    public static BillingSettings defaults() {
        return new BillingSettings(new NumberFormat("{year}-{number:5}"), new NumberFormat("A{year}-{number:5}"));
    }

    /** These, with other numbers of invoices. */
    public BillingSettings withInvoices(String pattern) {
        return new BillingSettings(new NumberFormat(pattern), creditNotes);
    }

    /** These, with other numbers of credit notes. */
    public BillingSettings withCreditNotes(String pattern) {
        return new BillingSettings(invoices, new NumberFormat(pattern));
    }

    /** The form of the numbers of a series. */
    public NumberFormat format(Invoice.Type series) {
        return switch (series) {
            case INVOICE -> invoices;
            case CREDIT_NOTE -> creditNotes;
        };
    }
}
