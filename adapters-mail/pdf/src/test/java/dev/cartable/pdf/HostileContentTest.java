package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.PersonName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HostileContentTest {
    @Test
    void markup_in_names_and_words_is_text() {
        List<SubjectLine> lines = new ArrayList<>(Cards.lines());
        lines.set(
                0,
                Cards.line(
                        "X", "<img src='file:///etc/passwd'/>", "{{school}}", "1", "12.00", "</td></tr>&amp;", false));
        ReportCard card = Cards.of(new PersonName("<b>Jean</b>", "\"O'Neil\" & {{pupil}}"), lines);

        String text = Pdf.text(Pdf.of(card, Locale.FRENCH));

        assertThat(text)
                .contains("<b>Jean</b> \"O'Neil\" & {{pupil}}", "{{school}}", "</td></tr>&amp;")
                .contains("<img src='file:///etc/");
    }

    @Test
    void ten_thousand_characters_of_words_go_over_several_pages_and_nothing_is_lost() {
        String words = "Bien écrit, à relire. ".repeat(455).strip();
        List<SubjectLine> lines = new ArrayList<>(Cards.lines());
        lines.set(3, Cards.line("AR", "Arabe", "M. Youssef", "2", "12.00", words, false));

        byte[] pdf = Pdf.of(Cards.of(new PersonName("Jean", "Long"), lines), Locale.FRENCH);

        assertThat(Pdf.pages(pdf)).as("over the width of the page").isBetween(2, 3);
        assertThat(Pdf.text(pdf).split("relire", -1)).hasSize(456);
    }

    @Test
    void a_long_name_leaves_the_code_and_the_class_whole() {
        PersonName name = new PersonName(
                "Marie-Antoinette Ndeye Fatou Bintou Rassoul Aïssatou", "Kouyaté-Bangoura de La Rochefoucauld");

        assertThat(Pdf.text(Pdf.of(Cards.of(name, Cards.lines()), Locale.FRENCH)))
                .contains(Cards.CODE.text(), "Classe 4e B", "38 élèves", "https://palmiers.example/v/");
    }

    @Test
    void one_word_of_ten_thousand_characters_is_a_document_too() {
        List<SubjectLine> lines = new ArrayList<>(Cards.lines());
        lines.set(3, Cards.line("AR", "Arabe", "M. Youssef", "2", "12.00", "x".repeat(10_000), false));

        assertThat(Pdf.pages(Pdf.of(Cards.of(new PersonName("Jean", "Long"), lines), Locale.FRENCH)))
                .isPositive();
    }

    @Test
    void sixty_subjects_repeat_the_head_on_each_page_and_have_one_total() {
        byte[] pdf = Pdf.of(Cards.of(new PersonName("Awa", "Sow"), Cards.lines(60)), Locale.FRENCH);

        int pages = Pdf.pages(pdf);
        assertThat(pages).isGreaterThan(2);
        for (int page = 1; page <= pages; page++) {
            assertThat(Pdf.page(pdf, page)).contains("Matière Coef.");
        }
        assertThat(Pdf.text(pdf).split("Moyenne générale", -1)).hasSize(2);
    }

    /** Wherever the page ends, the signature has the council's words on its page. */
    @Test
    void a_signature_is_never_alone_on_a_page() {
        for (int subjects = 12; subjects <= 22; subjects += 2) {
            byte[] pdf = Pdf.of(Cards.of(new PersonName("Awa", "Sow"), Cards.lines(subjects)), Locale.FRENCH);

            assertThat(Pdf.page(pdf, Pdf.pages(pdf)))
                    .as("with %s subjects", subjects)
                    .contains("proviseure", "Assiduité", "Décision");
        }
    }
}
