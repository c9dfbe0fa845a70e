package dev.cartable.school.port;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invoices and credit notes of the school, with instalments and payments, as the host has them now. Read-only; safe for use by several
 * threads.
 */
public interface Invoices {
    /**
     * The issued and partly paid invoices with an instalment that was due before {@code day}, a date in the school's zone, by id,
     * whether or not it is settled. Reads on demand. Close the stream.
     */
    Stream<Invoice> dueBefore(LocalDate day);

    /** The invoices with these ids; those that are unknown are left out. */
    List<Invoice> invoices(Collection<String> ids);

    /** The invoices with these numbers, by id; drafts and those that are unknown are left out. */
    List<Invoice> numbered(Collection<String> numbers);

    /** All invoices about these pupils, by id; without drafts. */
    List<Invoice> of(Collection<PupilId> pupils);

    /** All invoices of which a guardian is a payer, by id; without drafts. */
    List<Invoice> paidBy(GuardianId guardian);

    /**
     * The invoices that were issued on {@code since} or later, a date in the school's zone, and those whose date is not known, by id;
     * without drafts. Reads on demand. Close the stream.
     *
     * @param since null for all
     */
    Stream<Invoice> issued(@Nullable LocalDate since);
}
