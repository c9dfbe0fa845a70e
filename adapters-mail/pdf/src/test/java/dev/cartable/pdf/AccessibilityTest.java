package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.PersonName;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** By veraPDF's rules of PDF/UA-1 (ISO 14289-1). None remains. */
class AccessibilityTest {
    @Test
    void a_report_card_in_french_is_pdf_ua() throws Exception {
        assertThat(Pdf.brokenRules(Pdf.of(Cards.usual(), Locale.FRENCH))).isEmpty();
    }

    @Test
    void a_report_card_in_english_with_an_arabic_name_is_pdf_ua() throws Exception {
        PersonName name = new PersonName("محمد الأمين", "بن عبد الله");

        assertThat(Pdf.brokenRules(Pdf.of(Cards.of(name, Cards.lines()), Locale.ENGLISH)))
                .isEmpty();
    }

    @Test
    void a_report_card_of_several_pages_is_pdf_ua() throws Exception {
        assertThat(Pdf.brokenRules(Pdf.of(Cards.of(new PersonName("Awa", "Sow"), Cards.lines(60)), Locale.FRENCH)))
                .isEmpty();
    }

    @Test
    void a_report_card_without_anything_is_pdf_ua() throws Exception {
        assertThat(Pdf.brokenRules(Pdf.of(Cards.empty(), Locale.FRENCH))).isEmpty();
    }

    @Test
    void a_report_card_with_long_words_in_two_directions_is_pdf_ua() throws Exception {
        List<SubjectLine> lines = List.of(
                Cards.line("FR", "Français", null, "3", "12.00", "Bien écrit, à relire. ".repeat(40), false),
                Cards.line("AR", "Arabe", null, "3", "12.00", "عمل جيد، واصل.", false));

        assertThat(Pdf.brokenRules(Pdf.of(Cards.of(new PersonName("Awa", "Sow"), lines), Locale.FRENCH)))
                .isEmpty();
    }

    @Test
    void a_class_sheet_of_several_tables_is_pdf_ua() throws Exception {
        ReportCard card = Cards.of(new PersonName("Awa", "Sow"), Cards.manySubjects(40));

        assertThat(Pdf.brokenRules(Pdf.classSheet(List.of(card), Locale.FRENCH)))
                .isEmpty();
    }

    @Test
    void a_class_sheet_is_pdf_ua() throws Exception {
        assertThat(Pdf.brokenRules(Pdf.classSheet(List.of(Cards.usual(), Cards.usual()), Locale.FRENCH)))
                .isEmpty();
    }

    @Test
    void documents_about_money_are_pdf_ua() throws Exception {
        for (Locale language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
            assertThat(Pdf.brokenRules(Bills.pdf(Bills.share(), language))).isEmpty();
            assertThat(Pdf.brokenRules(Bills.pdf(Bills.document(Bills.creditNote()), language)))
                    .isEmpty();
            assertThat(Pdf.brokenRules(Bills.pdf(Bills.receipt(), language))).isEmpty();
            assertThat(Pdf.brokenRules(Bills.pdf(Bills.statement(), language))).isEmpty();
        }
    }
}
