package dev.cartable.school.port;

import dev.cartable.school.model.Invoice;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The invoices of the school, with instalments and payments, as the host has them now. Read-only; safe for use by several threads. */
public interface Invoices {
    /**
     * The issued and partly paid invoices with an instalment that was due before {@code day}, a date in the school's zone, by id,
     * whether or not it is settled. Reads on demand. Close the stream.
     */
    Stream<Invoice> dueBefore(LocalDate day);

    /** The invoices with these ids; those that are unknown are left out. */
    List<Invoice> invoices(Collection<String> ids);
}
