package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.document.model.FamilyStatement;
import dev.cartable.document.model.InvoiceDocument;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Invoice.Line;
import dev.cartable.school.model.Invoice.Payer;
import dev.cartable.school.model.PersonName;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfInvoicesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void say_what_the_golden_files_say(String tag) throws IOException {
        Locale language = Locale.forLanguageTag(tag);

        assertThat(Pdf.text(Bills.pdf(Bills.share(), language))).isEqualTo(golden("invoice_" + tag + ".txt"));
        assertThat(Pdf.text(Bills.pdf(Bills.document(Bills.creditNote()), language)))
                .isEqualTo(golden("credit-note_" + tag + ".txt"));
        assertThat(Pdf.text(Bills.pdf(Bills.receipt(), language))).isEqualTo(golden("receipt_" + tag + ".txt"));
        assertThat(Pdf.text(Bills.pdf(Bills.statement(), language))).isEqualTo(golden("statement_" + tag + ".txt"));
    }

    @Test
    void each_payer_sees_the_own_share_and_never_another() {
        List<Invoice> shares = Bills.invoice(Bills.lines(), Bills.PARENTS).shares();

        String mother = text(Bills.document(shares.get(0)));
        String father = text(Bills.document(shares.get(1)));

        assertThat(mother)
                .contains("Mme Aïssatou Diallo", "Taouyah", "Espèces")
                .doesNotContain("Alpha", "7654321", money("300 000"));
        assertThat(father)
                .contains("M. Alpha Oumar Diallo", "Par l’élève Mariama", "7654321")
                .doesNotContain("Aïssatou", "Taouyah", "Espèces", money("900 000"));
        assertThat(shares.get(0).total().add(shares.get(1).total())).isEqualByComparingTo("2600000");
        for (Invoice share : shares) {
            assertThat(text(Bills.document(share)))
                    .contains("Votre part", amount(share.total()), "Reste à payer", amount(share.remaining()));
        }
    }

    /** A copy for the office: it names no payer, and every reader may see it. */
    @Test
    void the_whole_invoice_of_several_payers_names_none() {
        assertThat(text(Bills.document(Bills.invoice(Bills.lines(), Bills.PARENTS))))
                .contains("Famille de l’élève Mariama")
                .doesNotContain("Aïssatou", "Alpha", "Votre part");
    }

    @Test
    void an_invoice_of_a_host_that_knows_no_lines_is_a_document_too() {
        String text = text(Bills.document(Bills.of("EUR", Invoice.State.ISSUED, "120.5", Bills.ISSUED)));

        assertThat(text)
                .contains(
                        "Facture n° 2026-00050",
                        money("120,50") + "\u00A0EUR",
                        "cent vingt euros et cinquante centimes")
                .doesNotContain("Quantité", "Paiements reçus");
    }

    @Test
    void what_is_paid_or_cancelled_says_so_and_asks_for_nothing() {
        String paid =
                text(Bills.document(Bills.of("XOF", Invoice.State.PAID, "75500", Bills.ISSUED, Bills.paid("75500"))));
        String cancelled = text(Bills.document(Bills.of("XOF", Invoice.State.CANCELLED, "75500", Bills.ISSUED)));

        assertThat(paid).contains("il ne reste rien à payer", "réglé", "francs CFA");
        assertThat(cancelled).contains("Annulée").doesNotContain("Reste à payer", "Échéances");
    }

    @Test
    void a_family_that_paid_more_than_is_charged_reads_what_it_has_in_its_favour() {
        Invoice invoice = Bills.of("GNF", Invoice.State.PAID, "500000", Bills.ISSUED, Bills.paid("650000"));
        FamilyStatement statement =
                new FamilyStatement("Mme Diallo", List.of(), Bills.ISSUED, List.of(Bills.document(invoice)));

        assertThat(Pdf.text(Bills.pdf(statement, Locale.FRENCH)))
                .contains("En votre faveur\u00A0: " + money("150 000"));
        assertThat(Pdf.text(Bills.pdf(
                        new FamilyStatement("Mme Diallo", List.of(), Bills.ISSUED, List.of()), Locale.FRENCH)))
                .contains("Aucune facture à votre nom.");
    }

    @Test
    void what_an_invoice_without_payments_was_settled_with_takes_nothing_from_another() {
        Invoice settled = Bills.of("GNF", Invoice.State.PAID, "700000", Bills.ISSUED);
        Invoice overpaid = Bills.of("GNF", Invoice.State.PAID, "500000", Bills.ISSUED, Bills.paid("650000"));
        FamilyStatement statement = new FamilyStatement(
                "Mme Diallo", List.of(), Bills.ISSUED, List.of(Bills.document(settled), Bills.document(overpaid)));

        assertThat(Pdf.text(Bills.pdf(statement, Locale.FRENCH)))
                .contains("En votre faveur\u00A0: " + money("150 000"));
    }

    /** As imported from another program: its state says more than the rows that came with it. */
    @Test
    void a_statement_closes_where_the_books_say_paid_or_cancelled_and_no_row_says_how() {
        Invoice open = Bills.of("GNF", Invoice.State.PARTLY_PAID, "100000", Bills.ISSUED, Bills.paid("30000"));
        Invoice settled = Bills.of("GNF", Invoice.State.PAID, "700000", Bills.ISSUED, Bills.paid("200000"));
        Invoice cancelled = Bills.of("GNF", Invoice.State.CANCELLED, "400000", Bills.ISSUED);

        String french = statement(Locale.FRENCH, open, settled, cancelled);

        assertThat(french)
                .contains(
                        "Réglée selon la comptabilité de l’école " + amount("500000"),
                        "Annulée selon la comptabilité de l’école -" + amount("400000"),
                        "Total facturé\u00A0: " + amount("800000"),
                        "Total payé\u00A0: " + amount("730000"),
                        "Reste à payer " + amount("70000"));
        assertThat(statement(Locale.ENGLISH, settled, cancelled))
                .contains("Settled according to the school’s accounts", "Cancelled according to the school’s accounts");
    }

    @Test
    void a_credit_note_on_the_statement_takes_the_charge_back_once() {
        Invoice whole = Bills.invoice(Bills.lines(), List.of());
        Invoice cancelled = new Invoice(
                whole.id(),
                whole.number(),
                whole.pupil(),
                whole.currency(),
                Invoice.State.CANCELLED,
                whole.instalments(),
                List.of(),
                null,
                false,
                whole.details());

        assertThat(statement(Locale.FRENCH, cancelled, Bills.creditNote()))
                .contains("Total facturé\u00A0: " + amount("0"))
                .doesNotContain("selon la comptabilité");
    }

    @Test
    void what_a_credit_note_leaves_is_closed_by_the_books() {
        Invoice cancelled = Bills.of("GNF", Invoice.State.CANCELLED, "300000", Bills.ISSUED);
        Invoice note = new Invoice(
                "a",
                "A-1",
                cancelled.pupil(),
                cancelled.currency(),
                Invoice.State.ISSUED,
                List.of(new Invoice.Instalment(1, null, new BigDecimal("100000"))),
                List.of(),
                null,
                false,
                new Invoice.Details(Invoice.Type.CREDIT_NOTE, Bills.ISSUED, List.of(), List.of(), cancelled.number()));

        assertThat(statement(Locale.FRENCH, cancelled, note))
                .contains(
                        "Annulée selon la comptabilité de l’école -" + amount("200000"),
                        "Total facturé\u00A0: " + amount("0"));
    }

    private static String statement(Locale language, Invoice... invoices) {
        FamilyStatement statement = new FamilyStatement(
                "Mme Diallo",
                List.of(),
                Bills.ISSUED,
                Stream.of(invoices).map(Bills::document).toList());
        return Pdf.text(Bills.pdf(statement, language)).replaceAll("[ \n]+", " "); // cells go on over lines
    }

    private static String amount(String digits) {
        return amount(new BigDecimal(digits));
    }

    @Test
    void a_hundred_lines_repeat_the_head_and_nothing_is_lost() {
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            lines.add(Bills.line("Fourniture " + i, "1", "26000", "26000"));
        }
        byte[] pdf = Bills.pdf(Bills.document(Bills.invoice(lines, List.of())), Locale.FRENCH);

        int pages = Pdf.pages(pdf);
        assertThat(pages).isGreaterThan(2);
        assertThat(Pdf.page(pdf, 2)).contains("Désignation");
        assertThat(Pdf.text(pdf).split("Fourniture ", -1)).hasSize(101);
        assertThat(Pdf.page(pdf, pages)).contains("proviseure", pages + " / " + pages);
    }

    @Test
    void hostile_text_is_text_and_a_long_word_stays_on_the_paper() {
        Payer payer = new Payer(
                1,
                null,
                "<b>X</b> {{total}} & Co. " + "w".repeat(400),
                List.of("</p><img src='file:///etc/passwd'/>"),
                1);
        List<Line> lines = List.of(
                Bills.line("<script>" + "v".repeat(500), "1.5", "1000000", "1500000"),
                Bills.line("رسوم مدرسية.", null, null, "1100000"));
        PersonName pupil = new PersonName("محمد الأمين", "بن عبد الله");

        byte[] pdf = Bills.pdf(
                new InvoiceDocument(
                        Bills.invoice(lines, List.of(payer)).shares().get(0), pupil, "L".repeat(200), 3),
                Locale.FRENCH);

        assertThat(Pdf.text(pdf))
                .contains(
                        "<b>X</b> {{total}} & Co.",
                        "</p><img",
                        "<script>vvv",
                        "محمد الأمين بن عبد الله",
                        "رسوم مدرسية.",
                        "Version 3");
        assertThat(Pdf.rightEdge(pdf)).isLessThan(196);
    }

    @Test
    void the_same_contents_give_the_same_bytes() {
        assertThat(Bills.pdf(PdfInvoices.create(Cards.SCHOOL, Cards.design()), Bills.share(), Locale.FRENCH))
                .isEqualTo(Bills.pdf(Bills.share(), Locale.FRENCH))
                .isNotEqualTo(Bills.pdf(Bills.share(), Locale.ENGLISH));
    }

    @Test
    void a_school_replaces_layouts_and_words() throws IOException {
        Files.writeString(folder.resolve("invoice_fr.properties"), "share=Part à votre charge\n");
        PdfInvoices own = PdfInvoices.create(Cards.SCHOOL, Cards.design(), DocumentTemplates.folder(folder));

        assertThat(Pdf.text(Bills.pdf(own, Bills.share(), Locale.FRENCH))).contains("Part à votre charge");

        Files.writeString(folder.resolve("receipt.html"), "<html>{{payers}}</html>");
        assertThatThrownBy(() -> DocumentTemplates.folder(folder)).hasMessageContaining("receipt.html");
    }

    @Test
    void what_layouts_share_is_replaced_in_one_file() throws IOException {
        Files.writeString(folder.resolve("letterhead.html"), "<p>De la part de\n{{school}}</p>\n");
        DocumentTemplates own = DocumentTemplates.folder(folder);
        PdfInvoices invoices = PdfInvoices.create(Cards.SCHOOL, Cards.design(), own);

        assertThat(List.of(
                        Pdf.text(Bills.pdf(invoices, Bills.share(), Locale.FRENCH)),
                        Pdf.text(Bills.pdf(invoices, Bills.receipt(), Locale.FRENCH)),
                        Pdf.text(Bills.pdf(invoices, Bills.statement(), Locale.FRENCH))))
                .allSatisfy(text -> assertThat(text).contains("De la part de " + Cards.SCHOOL.name()));

        Files.writeString(folder.resolve("letterhead.html"), "<p>{{payers}}</p>");
        assertThatThrownBy(() -> DocumentTemplates.folder(folder)).hasMessageContaining("invoice.html");
    }

    @Test
    void each_document_says_its_language() {
        for (Locale language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
            assertThat(List.of(
                            Bills.pdf(Bills.share(), language),
                            Bills.pdf(Bills.receipt(), language),
                            Bills.pdf(Bills.statement(), language)))
                    .extracting(Pdf::language)
                    .containsOnly(language.toLanguageTag());
        }
    }

    private static String text(InvoiceDocument document) {
        return Pdf.text(Bills.pdf(document, Locale.FRENCH));
    }

    private static String amount(BigDecimal amount) {
        return new Amounts(Locale.FRENCH).withCode(amount, java.util.Currency.getInstance("GNF"));
    }

    private static String money(String digits) {
        return digits.replace(' ', '\u202F');
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = PdfInvoicesTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
