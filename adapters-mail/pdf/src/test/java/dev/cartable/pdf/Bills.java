package dev.cartable.pdf;

import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.document.model.ReceiptDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Details;
import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Line;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.Invoice.Payment;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PupilId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Invoices of a school that does not exist, and what makes documents of them. */
final class Bills {
    private static final PupilId P1 = new PupilId("P1");
    private static final PersonName MARIAMA = new PersonName("Mariama Bénédicte", "Diallo");
    private static final PersonName IBRAHIMA = new PersonName("Ibrahima", "Diallo");
    static final LocalDate ISSUED = LocalDate.of(2026, 10, 1);
    private static final Currency GNF = Currency.getInstance("GNF");
    private static final PdfInvoices RENDERER = PdfInvoices.create(Cards.SCHOOL, Cards.design());

    static final List<Payer> PARENTS = List.of(
            new Payer(1, null, "Mme Aïssatou Diallo", List.of("Quartier Taouyah, rue RO 112", "BP 1234", "Conakry"), 2),
            new Payer(2, null, "M. Alpha Oumar Diallo", List.of(), 1));

    private Bills() {}

    static Line line(String label, @Nullable String quantity, @Nullable String price, String amount) {
        return new Line(
                label,
                quantity == null ? null : new BigDecimal(quantity),
                price == null ? null : new BigDecimal(price),
                new BigDecimal(amount));
    }

    static List<Line> lines() {
        return List.of(
                line("Frais de scolarité, 1er et 2e trimestres", "2", "1000000", "2000000"),
                line("Cantine", "60", "12500", "750000"),
                line("Remise fratrie (2e enfant)", null, null, "-150000"));
    }

    /** Of 2 600 000 GNF in two instalments, of which 900 000 are paid by the first payer and 300 000 by the second. */
    static Invoice invoice(List<Line> lines, List<Payer> payers) {
        return new Invoice(
                "f1",
                "2026-00042",
                P1,
                GNF,
                Invoice.State.PARTLY_PAID,
                List.of(
                        new Instalment(1, LocalDate.of(2026, 10, 31), new BigDecimal("1500000")),
                        new Instalment(2, LocalDate.of(2027, 1, 31), new BigDecimal("1100000"))),
                List.of(
                        new Payment("r1", LocalDate.of(2026, 10, 12), new BigDecimal("900000"), 1, "Espèces"),
                        new Payment("r2", LocalDate.of(2026, 10, 20), new BigDecimal("300000"), 2, "Chèque 7654321")),
                null,
                false,
                new Details(Invoice.Type.INVOICE, ISSUED, lines, payers, null));
    }

    static Invoice creditNote() {
        return new Invoice(
                "a1",
                "A2026-00003",
                P1,
                GNF,
                Invoice.State.ISSUED,
                List.of(new Instalment(1, null, new BigDecimal("2600000"))),
                List.of(),
                null,
                false,
                new Details(Invoice.Type.CREDIT_NOTE, ISSUED.plusDays(5), lines(), List.of(), "2026-00042"));
    }

    static Invoice of(
            String currency, Invoice.State state, String amount, @Nullable LocalDate due, Payment... payments) {
        return new Invoice(
                "f-" + amount,
                "2026-00050",
                new PupilId("P2"),
                Currency.getInstance(currency),
                state,
                List.of(new Instalment(1, due, new BigDecimal(amount))),
                List.of(payments),
                null,
                false);
    }

    static InvoiceDocument document(Invoice invoice) {
        return new InvoiceDocument(invoice, invoice.pupil().equals(P1) ? MARIAMA : IBRAHIMA, "4e B", 1);
    }

    /** The share of the mother, who pays two thirds. */
    static InvoiceDocument share() {
        return document(invoice(lines(), PARENTS).shares().get(0));
    }

    static ReceiptDocument receipt() {
        Invoice share = share().invoice();
        return new ReceiptDocument(share, share.payments().get(0), share.remaining(), MARIAMA, "4e B", 1);
    }

    static FamilyStatement statement() {
        return new FamilyStatement(
                "Mme Aïssatou Diallo",
                PARENTS.get(0).address(),
                LocalDate.of(2026, 11, 28),
                List.of(
                        share(),
                        document(of("GNF", Invoice.State.PAID, "500000", ISSUED, paid("500000"))),
                        document(of("EUR", Invoice.State.ISSUED, "120.5", ISSUED))));
    }

    static Payment paid(String amount) {
        return new Payment("p-" + amount, ISSUED.plusDays(3), new BigDecimal(amount));
    }

    static byte[] pdf(InvoiceDocument document, Locale language) {
        return pdf(RENDERER, document, language);
    }

    static byte[] pdf(PdfInvoices renderer, InvoiceDocument document, Locale language) {
        return made(out -> renderer.render(document, Cards.CODE, language, out));
    }

    static byte[] pdf(ReceiptDocument document, Locale language) {
        return pdf(RENDERER, document, language);
    }

    static byte[] pdf(PdfInvoices renderer, ReceiptDocument document, Locale language) {
        return made(out -> renderer.render(document, Cards.CODE, language, out));
    }

    static byte[] pdf(FamilyStatement statement, Locale language) {
        return pdf(RENDERER, statement, language);
    }

    static byte[] pdf(PdfInvoices renderer, FamilyStatement statement, Locale language) {
        return made(out -> renderer.render(statement, language, out));
    }

    private interface Renders {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] made(Renders document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            document.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
