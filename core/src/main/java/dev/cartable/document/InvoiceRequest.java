package dev.cartable.document;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which invoices documents are made.
 *
 * @param since only those that were issued on this day or later, a date in the school's zone, and those whose date is not known; null for
 *     all
 * @param numbers only those with these numbers; none for all
 */
public record InvoiceRequest(@Nullable LocalDate since, Set<String> numbers) {
    public InvoiceRequest {
        numbers = Set.copyOf(numbers);
    }

    /** All invoices and credit notes. */
    public static InvoiceRequest all() {
        return new InvoiceRequest(null, Set.of());
    }

    /** One invoice or credit note. */
    public static InvoiceRequest of(String number) {
        return new InvoiceRequest(null, Set.of(number));
    }
}
