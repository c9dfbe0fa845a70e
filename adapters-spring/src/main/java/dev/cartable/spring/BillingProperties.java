package dev.cartable.spring;

import dev.cartable.billing.model.BillingSettings;
import dev.cartable.billing.model.NumberFormat;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the school issues its invoices with Cartable.
 *
 * @param enabled Whether invoices are drafted, numbered and paid with Cartable. Without it, they are the host's own.
 * @param invoiceNumbers Form of the numbers of invoices, with {year} and {number:5} once each; they begin at 1 each year.
 * @param creditNoteNumbers Form of the numbers of credit notes.
 */
public record BillingProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("{year}-{number:5}") String invoiceNumbers,
        @DefaultValue("A{year}-{number:5}") String creditNoteNumbers) {
    public BillingProperties {
        String invoices = invoiceNumbers;
        String creditNotes = creditNoteNumbers;
        CartableProperties.checked("cartable.billing", () -> settings(invoices, creditNotes));
    }

    BillingSettings settings() {
        return settings(invoiceNumbers, creditNoteNumbers);
    }

    private static BillingSettings settings(String invoices, String creditNotes) {
        return new BillingSettings(new NumberFormat(invoices), new NumberFormat(creditNotes));
    }
}
