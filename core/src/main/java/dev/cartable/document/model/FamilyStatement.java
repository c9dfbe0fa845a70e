package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * What a family has been charged, has paid and still owes on a day, by pupil and invoice. One payer sees their own shares alone. Immutable.
 *
 * @param payer the name of the person it is for
 * @param address the lines of their postal address; empty if it is not known
 * @param entries the invoices and credit notes, by pupil, date and number; amounts of different currencies are summed apart
 */
public record FamilyStatement(String payer, List<String> address, LocalDate day, List<InvoiceDocument> entries) {
    public FamilyStatement {
        requireNonNull(payer, "payer");
        address = List.copyOf(address);
        requireNonNull(day, "day");
        entries = List.copyOf(entries);
    }
}
