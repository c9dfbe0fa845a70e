package dev.cartable.tck;

import static dev.cartable.tck.SampleRecords.DAY;
import static dev.cartable.tck.SampleRecords.EURO;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.billing.port.BillingStore;
import dev.cartable.billing.port.BillingStore.Issued;
import dev.cartable.school.model.Invoice;
import dev.cartable.work.Tx;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Made-up drafts and invoices, known by a number. */
final class SampleBilling {
    private SampleBilling() {}

    /** Two lines, of which one is a discount, two instalments, and two payers of whom one is a sponsor. */
    static InvoiceDraft draft(int number) {
        return new InvoiceDraft(
                "d" + number,
                0,
                Samples.pupil(number),
                EURO,
                List.of(
                        InvoiceDraft.line("Scolarité « é »", BigDecimal.ONE, new BigDecimal("300.50"), EURO),
                        InvoiceDraft.line("Remise fratrie", new BigDecimal("2"), new BigDecimal("-25.25"), EURO)),
                List.of(
                        new Invoice.Instalment(1, DAY.minusDays(3), new BigDecimal("100")),
                        new Invoice.Instalment(2, null, new BigDecimal("150"))),
                List.of(
                        InvoiceDraft.Payer.guardian(Samples.guardian(number), 2),
                        new InvoiceDraft.Payer(
                                null,
                                "Fondation d'école",
                                List.of("1, rue de l'Été", "Conakry"),
                                1,
                                "bureau@fondation.example")));
    }

    static Issued issued(int number) {
        return issued(draft(number), number, DAY);
    }

    static Issued issued(InvoiceDraft draft, long sequence, LocalDate date) {
        List<Invoice.Payer> payers = List.of(
                new Invoice.Payer(1, draft.payers().get(0).guardian(), "Awa Diallo", List.of(), 2),
                new Invoice.Payer(
                        2,
                        null,
                        "Fondation d'école",
                        draft.payers().get(1).address(),
                        1,
                        draft.payers().get(1).email()));
        return new Issued(
                draft.issued("%d-%05d".formatted(date.getYear(), sequence), date, payers),
                date.getYear(),
                sequence,
                Samples.NOW);
    }

    static Issued creditNote(int number, Invoice cancelled, LocalDate date) {
        return new Issued(
                new Invoice(
                        "c" + number,
                        "A%d-%05d".formatted(date.getYear(), number),
                        cancelled.pupil(),
                        cancelled.currency(),
                        Invoice.State.ISSUED,
                        List.of(new Invoice.Instalment(1, null, cancelled.total())),
                        List.of(),
                        null,
                        false,
                        new Invoice.Details(
                                Invoice.Type.CREDIT_NOTE,
                                date,
                                cancelled.details().lines(),
                                cancelled.details().payers(),
                                cancelled.number())),
                date.getYear(),
                number,
                Samples.NOW);
    }

    static Invoice.Payment payment(int number, String amount) {
        return new Invoice.Payment("p" + number, DAY, new BigDecimal(amount), 1, "chèque n° 7");
    }

    /** Drafts a sample, and issues it. */
    static Invoice issue(BillingStore store, Tx tx, int number) {
        store.addDraft(tx, draft(number));
        store.issue(tx, List.of(issued(number)));
        return issued(number).invoice();
    }
}
