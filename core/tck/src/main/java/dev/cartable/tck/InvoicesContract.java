package dev.cartable.tck;

import static dev.cartable.tck.SampleRecords.DAY;
import static dev.cartable.tck.SampleRecords.EURO;
import static dev.cartable.tck.SampleRecords.instalment;
import static dev.cartable.tck.SampleRecords.invoice;
import static dev.cartable.tck.SampleRecords.payment;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.many;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.school.model.Invoice;
import dev.cartable.school.port.RecordStore.Relation;
import dev.cartable.school.port.RecordStores;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stores of invoices promise, with their instalments and payments. */
public abstract class InvoicesContract extends StoresContract<RecordStores> {
    private static final Currency FRANC = Currency.getInstance("GNF");

    @Test
    void anInvoiceIsKeptWithItsInstalmentsAndPayments() {
        Invoice francs = new Invoice(
                "i2",
                "F « é » 2",
                pupil(2),
                FRANC,
                Invoice.State.PARTLY_PAID,
                List.of(instalment(1, null, "1500000"), instalment(3, DAY, "999999999999999")),
                List.of(),
                DAY.plusDays(7),
                true);
        save(invoice(1), francs);

        assertThat(stores().invoices().invoices(List.of("i1", "i2", "unknown", "i1")))
                .containsExactlyInAnyOrder(invoice(1), francs);
        assertThat(stores().invoices().invoices(List.of())).isEmpty();
    }

    @Test
    void openInvoicesWithAnInstalmentThatWasDueComeByIdWithAllOfIt() {
        save(
                due("c", Invoice.State.ISSUED, 1),
                due("B", Invoice.State.PARTLY_PAID, 1),
                due("today", Invoice.State.ISSUED, 0),
                due("draft", Invoice.State.DRAFT, 1),
                due("paid", Invoice.State.PAID, 1),
                due("cancelled", Invoice.State.CANCELLED, 1),
                new Invoice(
                        "never",
                        "n",
                        pupil(1),
                        EURO,
                        Invoice.State.ISSUED,
                        List.of(instalment(1, null, "1")),
                        List.of(),
                        null,
                        false));

        assertThat(read(stores().invoices().dueBefore(DAY)))
                .containsExactly(due("B", Invoice.State.PARTLY_PAID, 1), due("c", Invoice.State.ISSUED, 1));
        assertThat(read(stores().invoices().dueBefore(DAY.plusDays(1))))
                .extracting(Invoice::id)
                .containsExactly("B", "c", "today");
    }

    @Test
    void thousandsOfInvoicesAreReadOnceEach() {
        List<Invoice> all = many(2_300, SampleRecords::invoice);
        save(all);

        List<Invoice> read = read(stores().invoices().dueBefore(DAY));

        assertThat(read).hasSize(2_300).doesNotHaveDuplicates().allSatisfy(invoice -> {
            assertThat(invoice.instalments()).hasSize(2);
            assertThat(invoice.payments()).hasSize(1);
        });
        assertThat(read).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
    }

    @Test
    void instalmentsThatAnInvoiceHasNoLongerAreRemovedAndItsPaymentsStay() {
        save(invoice(1), invoice(2));
        Invoice changed = new Invoice(
                "i1",
                "2026-1",
                pupil(1),
                EURO,
                Invoice.State.ISSUED,
                List.of(instalment(2, DAY.plusDays(60), "150"), instalment(3, null, "10")),
                invoice(1).payments(),
                null,
                false);

        assertThat(this.<Integer>call(tx ->
                        stores().recordStore().saveInvoices(tx, List.of(changed.withPayments(List.of()), invoice(2)))))
                .isOne();
        assertThat(stores().invoices().invoices(List.of("i1", "i2"))).containsExactlyInAnyOrder(changed, invoice(2));
    }

    @Test
    void thatInstalmentsComeInAnotherOrderIsNoChange() {
        save(invoice(1));
        Invoice turned = new Invoice(
                "i1",
                invoice(1).number(),
                pupil(1),
                EURO,
                Invoice.State.ISSUED,
                List.of(
                        invoice(1).instalments().get(1),
                        invoice(1).instalments().get(0)),
                invoice(1).payments(),
                null,
                false);

        assertThat(this.<Integer>call(tx -> stores().recordStore().saveInvoices(tx, List.of(turned))))
                .isZero();
    }

    @Test
    void paymentsAreAddedToInvoicesThatAreThere() {
        save(invoice(1), invoice(2));

        assertThat(this.<Integer>call(tx ->
                        stores().recordStore().savePayments(tx, List.of(payment(1, 7), payment(1, 8), payment(9, 7)))))
                .isEqualTo(2);
        assertThat(this.<Integer>call(tx ->
                        stores().recordStore().savePayments(tx, List.of(payment(1, 7), payment(2, 7)))))
                .isOne();

        assertThat(stores().invoices().invoices(List.of("i1"))).singleElement().satisfies(invoice -> {
            assertThat(invoice.payments()).extracting(Invoice.Payment::id).containsExactly("p1", "p7", "p8");
            assertThat(invoice.remaining()).isEqualByComparingTo(new BigDecimal("80.25"));
        });
    }

    private Invoice due(String id, Invoice.State state, int daysAgo) {
        return new Invoice(
                id,
                "n",
                pupil(1),
                EURO,
                state,
                List.of(instalment(1, DAY.minusDays(daysAgo), "1"), instalment(2, DAY.plusDays(90), "2")),
                List.of(),
                null,
                false);
    }

    private void save(Invoice... invoices) {
        save(List.of(invoices));
    }

    private void save(List<Invoice> invoices) {
        assumeWritable();
        List<Invoice.ReceivedPayment> payments = invoices.stream()
                .flatMap(invoice -> invoice.payments().stream()
                        .map(payment -> new Invoice.ReceivedPayment(invoice.id(), null, payment)))
                .toList();
        write(tx -> {
            stores().recordStore().saveInvoices(tx, invoices);
            stores().recordStore().savePayments(tx, payments);
        });
    }

    private void assumeWritable() {
        assumeTrue(stores().recordStore().writable(Relation.INVOICE), "these relations are the host's own");
    }
}
