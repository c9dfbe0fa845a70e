package dev.cartable.pdf;

import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Made-up documents about money with every part that one may have, to try a school's own layouts on. */
final class SampleInvoice {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final PersonName PUPIL = new PersonName("Mariama", "Diallo");

    private SampleInvoice() {}

    static InvoiceDocument invoice() {
        return new InvoiceDocument(share(), PUPIL, "6e A", 2);
    }

    static ReceiptDocument receipt() {
        Invoice share = share();
        return new ReceiptDocument(share, share.payments().get(0), share.remaining(), PUPIL, "6e A", 2);
    }

    static FamilyStatement statement() {
        return new FamilyStatement("Aïssatou Diallo", List.of("BP 1", "Conakry"), DAY, List.of(invoice()));
    }

    private static Invoice share() {
        Invoice.Details details = new Invoice.Details(
                Invoice.Type.INVOICE,
                DAY,
                List.of(
                        new Invoice.Line(
                                "Scolarité",
                                BigDecimal.valueOf(3),
                                new BigDecimal("1000000"),
                                new BigDecimal("3000000")),
                        new Invoice.Line("Remise", null, null, new BigDecimal("-300000"))),
                List.of(
                        new Invoice.Payer(1, null, "Aïssatou Diallo", List.of("BP 1", "Conakry"), 2),
                        new Invoice.Payer(2, null, "Alpha Diallo", List.of(), 1)),
                null);
        return new Invoice(
                        "sample",
                        "2026-00001",
                        new PupilId("sample"),
                        Currency.getInstance("GNF"),
                        Invoice.State.PARTLY_PAID,
                        List.of(
                                new Invoice.Instalment(1, DAY, new BigDecimal("1700000")),
                                new Invoice.Instalment(2, DAY.plusMonths(3), new BigDecimal("1000000"))),
                        List.of(new Invoice.Payment("sample", DAY, new BigDecimal("500000"), 1, "espèces")),
                        null,
                        false,
                        details)
                .shares()
                .get(0);
    }
}
