package dev.cartable.tck;

import static dev.cartable.tck.SampleBilling.creditNote;
import static dev.cartable.tck.SampleBilling.draft;
import static dev.cartable.tck.SampleBilling.issued;
import static dev.cartable.tck.SampleBilling.payment;
import static dev.cartable.tck.SampleRecords.DAY;
import static dev.cartable.tck.SampleSchool.read;
import static dev.cartable.tck.Samples.guardian;
import static dev.cartable.tck.Samples.pupil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.model.NumberGap;
import dev.cartable.billing.model.NumberSeries;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.billing.port.BillingStore.LastNumber;
import dev.cartable.billing.port.BillingStores;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.port.Invoices;
import dev.cartable.work.Tx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a {@link BillingStore} promises, and what is read of it as {@link Invoices}. */
public abstract class BillingStoreContract extends StoresContract<BillingStores> {
    @Test
    void aDraftIsKeptAsItIsAndNoListHasIt() {
        InvoiceDraft bare =
                new InvoiceDraft("d2", 0, pupil(2), SampleRecords.EURO, List.of(), draft(2).instalments(), List.of());
        write(tx -> {
            assertThat(store().addDraft(tx, bare)).isTrue();
            assertThat(store().addDraft(tx, draft(1))).isTrue();
            assertThat(store().addDraft(tx, draft(1))).isFalse();
        });

        assertThat(store().drafts(List.of("d2", "d1", "unknown"))).containsExactly(draft(1), bare);
        assertThat(read(store().drafts())).containsExactly(draft(1), bare);
        assertThat(invoices().invoices(List.of("d1"))).isEmpty();
        assertThat(invoices().of(List.of(pupil(1)))).isEmpty();
        assertThat(invoices().paidBy(guardian(1))).isEmpty();
        assertThat(read(invoices().issued(null))).isEmpty();
        assertThat(read(invoices().dueBefore(DAY.plusYears(1)))).isEmpty();
    }

    @Test
    void aDraftIsChangedInTheVersionThatWasReadAlone() {
        write(tx -> store().addDraft(tx, draft(1)));
        InvoiceDraft changed = new InvoiceDraft(
                "d1",
                0,
                pupil(3),
                SampleRecords.EURO,
                draft(1).lines().subList(0, 1),
                List.of(SampleRecords.instalment(7, DAY, "300.5")),
                List.of());

        assertThat(this.<Boolean>call(tx -> store().changeDraft(tx, changed))).isTrue();
        assertThat(this.<Boolean>call(tx -> store().changeDraft(tx, changed))).isFalse();

        assertThat(read(store().drafts())).containsExactly(changed.next());
        assertThat(this.<Boolean>call(tx -> store().deleteDraft(tx, "d1"))).isTrue();
        assertThat(this.<Boolean>call(tx -> store().deleteDraft(tx, "d1"))).isFalse();
        assertThat(read(store().drafts())).isEmpty();
    }

    @Test
    void whatIsIssuedIsReadByAllAndIsNoDraftAnyMore() {
        Invoice invoice = issue(1);

        assertThat(invoices().invoices(List.of("d1"))).containsExactly(invoice);
        assertThat(invoices().numbered(List.of(invoice.number(), "unknown"))).containsExactly(invoice);
        assertThat(invoices().of(List.of(pupil(1), pupil(2)))).containsExactly(invoice);
        assertThat(invoices().paidBy(guardian(1))).containsExactly(invoice);
        assertThat(invoices().paidBy(guardian(2))).isEmpty();
        assertThat(read(invoices().dueBefore(DAY))).containsExactly(invoice);
        assertThat(read(invoices().issued(DAY))).containsExactly(invoice);
        assertThat(read(invoices().issued(DAY.plusDays(1)))).isEmpty();
        assertThat(store().drafts(List.of("d1"))).isEmpty();
        assertThat(read(store().drafts())).isEmpty();
    }

    @Test
    void whatIsIssuedIsNeverChangedDeletedOrIssuedAgain() {
        Invoice invoice = issue(1);

        write(tx -> {
            assertThat(store().changeDraft(tx, draft(1))).isFalse();
            assertThat(store().deleteDraft(tx, "d1")).isFalse();
            assertThat(store().addDraft(tx, draft(1))).isFalse();
            assertThat(store().lockDrafts(tx, List.of("d1"))).isEmpty();
            assertThat(store().issue(tx, List.of(issued(draft(1), 7, DAY)))).isZero();
        });

        assertThat(invoices().invoices(List.of("d1"))).containsExactly(invoice);
    }

    @Test
    void aNumberIsThereOnceAndSoIsAPlaceInASeries() {
        issue(1);
        write(tx -> store().addDraft(tx, draft(2)));

        Issued sameNumber = new Issued(issued(draft(2), 1, DAY).invoice(), DAY.getYear(), 2, Samples.NOW);
        assertThatThrownBy(() -> write(tx -> store().issue(tx, List.of(sameNumber))))
                .isInstanceOf(RuntimeException.class);
        Issued samePlace = new Issued(issued(draft(2), 2, DAY).invoice(), DAY.getYear(), 1, Samples.NOW);
        assertThatThrownBy(() -> write(tx -> store().issue(tx, List.of(samePlace))))
                .isInstanceOf(RuntimeException.class);

        assertThat(store().drafts(List.of("d2"))).hasSize(1);
        assertThat(invoices().numbered(List.of("2026-00001"))).hasSize(1);
    }

    @Test
    void aSeriesIsUnusedAtFirstAndIsKept() {
        assertThat(store().series()).isEmpty();
        NumberSeries seventh = new NumberSeries(Invoice.Type.INVOICE, 2026, 7, DAY, null);
        NumberSeries held = NumberSeries.unused(Invoice.Type.CREDIT_NOTE).awaitingRestore(Samples.NOW);
        write(tx -> {
            assertThat(store().lockSeries(tx, Invoice.Type.INVOICE))
                    .isEqualTo(NumberSeries.unused(Invoice.Type.INVOICE));
            store().lockSeries(tx, Invoice.Type.CREDIT_NOTE);
        });
        assertThat(store().series()).isEmpty();

        write(tx -> {
            store().saveSeries(tx, seventh);
            store().saveSeries(tx, held);
        });

        assertThat(store().series()).containsExactly(seventh, held);
        assertThat(this.<NumberSeries>call(tx -> store().lockSeries(tx, Invoice.Type.INVOICE)))
                .isEqualTo(seventh);
        NumberSeries uncertain = seventh.held(Samples.NOW);
        write(tx -> store().saveSeries(tx, uncertain));
        assertThat(store().series()).containsExactly(uncertain, held);
    }

    @Test
    void numbersThatNoInvoiceHasAreMissing() {
        assertThat(store().gaps()).isEmpty();
        Invoice first = issue(2);
        write(tx -> {
            store().addDraft(tx, draft(3));
            store().issue(tx, List.of(issued(draft(3), 5, DAY)));
            store().cancel(tx, creditNote(1, first, DAY));
            store().lockSeries(tx, Invoice.Type.INVOICE);
            store().lockSeries(tx, Invoice.Type.CREDIT_NOTE);
            store().saveSeries(tx, new NumberSeries(Invoice.Type.INVOICE, 2026, 9, DAY, null));
            store().saveSeries(tx, new NumberSeries(Invoice.Type.CREDIT_NOTE, 2026, 1, DAY, null));
        });

        assertThat(store().gaps())
                .containsExactly(
                        new NumberGap(Invoice.Type.INVOICE, 2026, 1, 1),
                        new NumberGap(Invoice.Type.INVOICE, 2026, 3, 4),
                        new NumberGap(Invoice.Type.INVOICE, 2026, 6, 9));
    }

    /** As after a restore: the books of last year end with numbers whose invoices are lost. */
    @Test
    void theLastNumberOfAYearThatIsOverIsKept() {
        write(tx -> {
            store().addDraft(tx, draft(1));
            store().issue(tx, List.of(issued(draft(1), 1, DAY)));
            store().lockSeries(tx, Invoice.Type.INVOICE);
            store().saveSeries(tx, new NumberSeries(Invoice.Type.INVOICE, 2026, 3, DAY, null));
            store().saveSeries(tx, new NumberSeries(Invoice.Type.INVOICE, 2027, 1, DAY.plusYears(1), null));
            store().keepLastNumbers(
                            tx,
                            List.of(
                                    new LastNumber(Invoice.Type.INVOICE, 2026, 2),
                                    new LastNumber(Invoice.Type.CREDIT_NOTE, 2025, 1),
                                    new LastNumber(Invoice.Type.INVOICE, 2025, 4)));
        });

        assertThat(store().lastNumbers())
                .containsExactly(
                        new LastNumber(Invoice.Type.INVOICE, 2025, 4),
                        new LastNumber(Invoice.Type.INVOICE, 2026, 3),
                        new LastNumber(Invoice.Type.INVOICE, 2027, 1),
                        new LastNumber(Invoice.Type.CREDIT_NOTE, 2025, 1));
        assertThat(store().gaps())
                .containsExactly(
                        new NumberGap(Invoice.Type.INVOICE, 2025, 1, 4),
                        new NumberGap(Invoice.Type.INVOICE, 2026, 2, 3),
                        new NumberGap(Invoice.Type.INVOICE, 2027, 1, 1),
                        new NumberGap(Invoice.Type.CREDIT_NOTE, 2025, 1, 1));
        write(tx -> {
            store().lockSeries(tx, Invoice.Type.INVOICE);
            store().keepLastNumbers(
                            tx,
                            List.of(
                                    new LastNumber(Invoice.Type.INVOICE, 2026, 7),
                                    new LastNumber(Invoice.Type.INVOICE, 2027, 4)));
        });
        assertThat(store().gaps())
                .as("a year is as long as the further of its two ends says")
                .contains(
                        new NumberGap(Invoice.Type.INVOICE, 2026, 2, 7),
                        new NumberGap(Invoice.Type.INVOICE, 2027, 1, 4));
    }

    @Test
    void aSeriesIsMovedByOneTransactionAtATime() {
        assumeSideBySide();
        Together.Running<Long> other = this.<Together.Running<Long>>call(tx -> {
            NumberSeries series = store().lockSeries(tx, Invoice.Type.INVOICE);
            Together.Running<Long> waiting = Together.start(() -> unitOfWork().<Long>call(this::next));
            awaitBlockedOrDone(waiting);
            store().saveSeries(tx, series.next(DAY));
            return waiting;
        });

        assertThat(other.result()).isEqualTo(2);
    }

    private long next(Tx tx) {
        NumberSeries next = store().lockSeries(tx, Invoice.Type.INVOICE).next(DAY);
        store().saveSeries(tx, next);
        return next.sequence();
    }

    @Test
    void theFirstInvoiceIsTheOneWithTheFirstNumber() {
        assertThat(store().firstIssued()).isEmpty();
        write(tx -> {
            store().addDraft(tx, draft(1));
            store().addDraft(tx, draft(2));
            store().issue(tx, List.of(issued(draft(2), 1, DAY)));
            store().issue(tx, List.of(issued(draft(1), 2, DAY)));
        });

        assertThat(store().firstIssued()).contains("d2");
    }

    @Test
    void aCreditNoteCancelsAnInvoiceOnce() {
        Invoice invoice = issue(1);

        write(tx -> {
            assertThat(store().cancel(tx, creditNote(1, invoice, DAY))).isTrue();
            assertThat(store().cancel(tx, creditNote(2, invoice, DAY))).isFalse();
        });

        assertThat(invoices().invoices(List.of("d1"))).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(Invoice.State.CANCELLED);
            assertThat(one.details()).isEqualTo(invoice.details());
            assertThat(one.remaining()).isZero();
        });
        assertThat(invoices().numbered(List.of("A2026-00001")))
                .containsExactly(creditNote(1, invoice, DAY).invoice());
        assertThat(invoices().numbered(List.of("A2026-00002"))).isEmpty();
        assertThat(read(invoices().dueBefore(DAY.plusYears(1)))).isEmpty();
    }

    @Test
    void aPaymentIsAddedOnceAndChangesTheStateAlone() {
        Invoice invoice = issue(1);

        write(tx -> {
            assertThat(store().lock(tx, invoice.number())).contains(invoice);
            assertThat(store().lock(tx, "unknown")).isEmpty();
            assertThat(store().addPayment(tx, "d1", payment(1, "20.5"), Invoice.State.PARTLY_PAID))
                    .isTrue();
            assertThat(store().addPayment(tx, "d1", payment(1, "99"), Invoice.State.PAID))
                    .isFalse();
            store().postpone(tx, "d1", DAY.plusDays(9), true);
        });

        Invoice expected = new Invoice(
                invoice.id(),
                invoice.number(),
                invoice.pupil(),
                invoice.currency(),
                Invoice.State.PARTLY_PAID,
                invoice.instalments(),
                List.of(payment(1, "20.5")),
                DAY.plusDays(9),
                true,
                invoice.details());
        assertThat(invoices().invoices(List.of("d1"))).containsExactly(expected);
        write(tx -> store().postpone(tx, "d1", null, false));
        assertThat(invoices().invoices(List.of("d1")))
                .extracting(Invoice::promisedFor)
                .containsOnlyNulls();
    }

    @Test
    void thousandsOfInvoicesAreReadOnceEach() {
        List<Integer> numbers = IntStream.rangeClosed(1, 1_201).boxed().toList();
        write(tx -> numbers.forEach(number -> store().addDraft(tx, draft(number))));
        assertThat(read(store().drafts())).hasSize(1_201);

        write(tx ->
                store().issue(tx, numbers.stream().map(SampleBilling::issued).toList()));

        assertThat(read(invoices().issued(null)))
                .hasSize(1_201)
                .isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()))
                .doesNotHaveDuplicates();
        assertThat(read(store().drafts())).isEmpty();
    }

    private Invoice issue(int number) {
        return this.<Invoice>call(tx -> SampleBilling.issue(store(), tx, number));
    }

    private BillingStore store() {
        return stores().billing();
    }

    private Invoices invoices() {
        return stores().issuedInvoices();
    }
}
