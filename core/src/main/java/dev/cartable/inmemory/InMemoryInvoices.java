package dev.cartable.inmemory;

import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.port.Invoices;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Invoices in memory. Safe for use by several threads. */
final class InMemoryInvoices implements Invoices {
    private final InMemoryTable<String, Invoice> invoices;

    InMemoryInvoices(InMemoryTable<String, Invoice> invoices) {
        this.invoices = invoices;
    }

    @Override
    public Stream<Invoice> dueBefore(LocalDate day) {
        return invoices.all().stream().filter(invoice -> isDue(invoice, day));
    }

    private static boolean isDue(Invoice invoice, LocalDate day) {
        return (invoice.state() == Invoice.State.ISSUED || invoice.state() == Invoice.State.PARTLY_PAID)
                && invoice.instalments().stream()
                        .map(Invoice.Instalment::dueOn)
                        .anyMatch(due -> due != null && due.isBefore(day));
    }

    @Override
    public List<Invoice> invoices(Collection<String> ids) {
        return List.copyOf(invoices.among(ids).values());
    }

    @Override
    public List<Invoice> numbered(Collection<String> numbers) {
        Set<String> wanted = Set.copyOf(numbers);
        return issued().filter(invoice -> wanted.contains(invoice.number())).toList();
    }

    @Override
    public List<Invoice> of(Collection<PupilId> pupils) {
        Set<PupilId> wanted = Set.copyOf(pupils);
        return issued().filter(invoice -> wanted.contains(invoice.pupil())).toList();
    }

    @Override
    public List<Invoice> paidBy(GuardianId guardian) {
        return issued().filter(invoice ->
                        invoice.details().payers().stream().anyMatch(payer -> guardian.equals(payer.guardian())))
                .toList();
    }

    @Override
    public Stream<Invoice> issued(@Nullable LocalDate since) {
        return issued().filter(invoice -> {
            LocalDate day = invoice.details().issuedOn();
            return since == null || day == null || !day.isBefore(since);
        });
    }

    private Stream<Invoice> issued() {
        return invoices.all().stream().filter(invoice -> invoice.state() != Invoice.State.DRAFT);
    }
}
