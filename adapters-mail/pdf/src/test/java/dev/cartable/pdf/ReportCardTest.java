package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.PersonName;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCardTest {
    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void says_what_the_golden_file_says_on_one_page(String language) throws IOException {
        byte[] pdf = Pdf.of(Cards.usual(), Locale.forLanguageTag(language));

        assertThat(Pdf.pages(pdf)).isEqualTo(1);
        assertThat(Pdf.text(pdf)).isEqualTo(golden("report-card_" + language + ".txt"));
    }

    @Test
    void the_same_contents_give_the_same_bytes() {
        assertThat(Pdf.of(PdfReportCards.create(Cards.SCHOOL, Cards.design()), Cards.usual(), Locale.FRENCH))
                .isEqualTo(Pdf.of(Cards.usual(), Locale.FRENCH))
                .isNotEqualTo(Pdf.of(Cards.usual(), Locale.ENGLISH));
    }

    @Test
    void the_document_has_a_language_and_a_title_and_no_date() {
        Pdf.in(Pdf.of(Cards.usual(), Locale.FRENCH), document -> {
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("fr");
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo("Bulletin\u00A0: Mariama Bénédicte Diallo, Trimestre 2, 2026-2027");
            assertThat(document.getDocumentInformation().getCreationDate()).isNull();
            return document;
        });
    }

    @Test
    void an_arabic_name_is_read_in_its_own_order() {
        PersonName name = new PersonName("محمد الأمين", "بن عبد الله");

        byte[] pdf = Pdf.of(Cards.of(name, Cards.lines()), Locale.FRENCH);

        assertThat(Pdf.text(pdf)).contains("\nمحمد الأمين بن عبد الله\n");
    }

    @Test
    void latin_letters_of_west_africa_and_vietnam_are_in_the_font() {
        PersonName name = new PersonName("Ɓɔɔyi Ŋŋɛlɛ", "Nguyễn Ƙwaɗɗo Đặng");

        byte[] pdf = Pdf.of(Cards.of(name, Cards.lines()), Locale.FRENCH);

        assertThat(Pdf.text(pdf)).contains("Ɓɔɔyi Ŋŋɛlɛ Nguyễn Ƙwaɗɗo Đặng").doesNotContain("\uFFFD");
    }

    @Test
    void a_letter_that_no_font_has_shows_as_missing() {
        byte[] pdf = Pdf.of(Cards.of(new PersonName("王", "Li"), Cards.lines()), Locale.FRENCH);

        assertThat(Pdf.text(pdf)).contains("\uFFFD Li");
    }

    @Test
    void the_legend_explains_only_the_signs_that_are_used() {
        String all = Pdf.text(Pdf.of(Cards.usual(), Locale.FRENCH));
        String fewer = Pdf.text(Pdf.of(Cards.of(name(), Cards.lines().subList(0, 3)), Locale.FRENCH));

        assertThat(all).contains("rang partagé", "bonus", "dispense").doesNotContain("non rendu", "absence\n–");
        assertThat(fewer).doesNotContain("rang partagé", "bonus", "dispense", "aucune note");
    }

    @Test
    void a_space_before_french_punctuation_ends_no_line() {
        assertThat(Pdf.of(Cards.usual(), Locale.FRENCH))
                .satisfies(pdf -> assertThat(Pdf.text(pdf))
                        .contains("Continuez\u00A0!", "volontiers\u00A0;", "Décision\u00A0:")
                        .doesNotContain("Continuez !"));
        assertThat(Pdf.text(Pdf.of(Cards.usual(), Locale.ENGLISH))).contains("Decision:");
    }

    @Test
    void without_a_grade_there_is_no_average_and_no_rank() {
        ReportCard card = Cards.empty();

        String text = Pdf.text(Pdf.of(card, Locale.FRENCH));

        assertThat(text)
                .contains("Moyenne générale –", "Aucune absence", "Aucun retard", "Sans appréciation", "aucune note")
                .doesNotContain("0,00", "NaN", "-1");
    }

    @Test
    void the_qr_code_on_paper_leads_to_the_page_that_verifies_the_code() throws Exception {
        BufferedImage paper = Pdf.picture(Pdf.of(Cards.usual(), Locale.FRENCH), 150);
        int[] pixels = paper.getRGB(0, 0, paper.getWidth(), paper.getHeight(), null, 0, paper.getWidth());
        LuminanceSource light = new RGBLuminanceSource(paper.getWidth(), paper.getHeight(), pixels);

        Result read = new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(light)), Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE));

        assertThat(read.getText()).isEqualTo("https://palmiers.example/v/" + Cards.CODE);
    }

    @Test
    void a_later_revision_says_that_it_replaces_the_others() {
        ReportCard first = Cards.usual();
        ReportCard second = Cards.revised(first);

        assertThat(Pdf.text(Pdf.of(first, Locale.FRENCH))).doesNotContain("remplace");
        assertThat(Pdf.text(Pdf.of(second, Locale.FRENCH))).contains("Version 2, qui remplace les précédentes");
    }

    @Test
    void a_class_sheet_has_all_pupils_their_averages_and_the_figures_of_the_class() {
        List<ReportCard> cards = List.of(Cards.usual(), Cards.of(new PersonName("محمد", "Bah"), Cards.lines()));

        byte[] pdf = Pdf.classSheet(cards, Locale.FRENCH);

        assertThat(Pdf.pages(pdf)).isEqualTo(1);
        assertThat(Pdf.text(pdf))
                .contains("Diallo Mariama Bénédicte 12,00 16,75 14,50")
                .contains("محمد")
                .contains("Minimum 5,65 10,40", "Maximum 14,15", "MATHS\u00A0: Mathématiques");
    }

    @Test
    void a_class_with_many_subjects_has_several_tables_and_none_is_wider_than_the_page() {
        ReportCard card = Cards.of(name(), Cards.manySubjects(40));

        byte[] pdf = Pdf.classSheet(List.of(card, card), Locale.FRENCH);

        assertThat(Pdf.pages(pdf)).isEqualTo(3);
        assertThat(Pdf.rightEdge(pdf)).isLessThan(297 - 11);
        for (int page = 1; page <= 3; page++) {
            assertThat(Pdf.page(pdf, page)).contains("Sow Awa", "Moy.", "Minimum");
        }
        assertThat(Pdf.text(pdf)).contains("M100", "M139");
    }

    @Test
    void words_in_arabic_run_from_right_to_left_in_a_french_document_too() {
        List<SubjectLine> lines = List.of(
                Cards.line("AR", "Arabe", null, "3", "12.00", "عمل جيد، واصل.", false),
                Cards.line("FR", "Français", null, "3", "12.00", "Bien (ممتاز).", false));

        assertThat(PdfReportCards.create(Cards.SCHOOL, Cards.design())
                        .xhtml(Cards.of(name(), lines), null, Locale.FRENCH))
                .contains("dir=\"rtl\">عمل", "dir=\"ltr\">Bien");
    }

    private static PersonName name() {
        return new PersonName("Awa", "Sow");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReportCardTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
