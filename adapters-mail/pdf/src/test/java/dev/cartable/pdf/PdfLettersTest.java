package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.notice.model.LetterContent;
import dev.cartable.notice.model.Recipient;
import dev.cartable.notice.port.LetterRenderer.Sheets;
import dev.cartable.notice.port.LetterRenderer.Totals;
import dev.cartable.school.model.School;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PdfLettersTest {
    private static final School ENGLISH = new School("Riverside School", Cards.SCHOOL.zone(), Locale.ENGLISH);
    private static final String TEXT = """
            Bonjour Aïssatou Diallo,

            la facture 2026-00042 de Mariama Diallo est échue depuis le 10 novembre 2026. Il reste à payer 1 500 000 GNF.

            Si vous avez déjà payé, ne tenez pas compte de cette lettre.

            À bientôt !
            Lycée Les Palmiers
            """;

    @TempDir
    Path folder;

    private static LetterContent letter(String name, String pupil, String promotion, String text) {
        return new LetterContent(
                new Recipient("guardian", name),
                name,
                List.of(),
                List.of(new LetterContent.Bearer(pupil, promotion)),
                LocalDate.of(2026, 11, 28),
                Locale.FRENCH,
                "Facture 2026-00042 : il reste 1 500 000 GNF à payer",
                text,
                "n-" + name);
    }

    private static LetterContent usual() {
        return letter("Aïssatou Diallo", "Mariama Diallo", "4e B", TEXT);
    }

    /** A file of letters and what it says of them. */
    record Printed(ByteArrayOutputStream out, Totals totals) {
        byte[] pdf() {
            return out.toByteArray();
        }
    }

    private static Printed print(PdfLetters renderer, LetterContent... letters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Sheets sheets = renderer.begin(out)) {
            for (LetterContent letter : letters) {
                sheets.add(letter);
            }
            Totals totals = sheets.finish();
            return new Printed(out, totals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Printed print(LetterContent... letters) {
        return print(PdfLetters.create(Cards.SCHOOL, Cards.design()), letters);
    }

    static Printed french() {
        return print(usual());
    }

    static Printed english() {
        return print(
                PdfLetters.create(ENGLISH, Cards.design()),
                new LetterContent(
                        new Recipient("guardian", "g"),
                        "Fatou Bah",
                        List.of("12 Mill Lane", "Riverside"),
                        List.of(new LetterContent.Bearer("Ebou Bah", "Year 4")),
                        LocalDate.of(2026, 12, 1),
                        Locale.ENGLISH,
                        "Ebou was absent on 30 November",
                        "Hello Fatou Bah,\n\nEbou was absent on Monday 30 November 2026.\n\nRiverside School",
                        "n-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void says_what_the_golden_file_says_on_one_page(String language) throws IOException {
        Printed printed = language.equals("fr") ? french() : english();

        assertThat(printed.totals()).isEqualTo(new Totals(1, 1, 0, 0));
        assertThat(Pdf.text(printed.pdf())).isEqualTo(golden("letter_" + language + ".txt"));
    }

    /** Wherever the sheet slides in an envelope DL or C6/5 that it is folded for, the address is in the window and nothing else is. */
    @ParameterizedTest
    @EnumSource
    void the_address_stands_behind_the_window_of_both_envelopes(AddressWindow side) {
        LetterContent letter = letter(
                "Marie-Antoinette Ndeye Fatou Bintou Rassoul Aïssatou Kouyaté-Bangoura de La Rochefoucauld",
                "Jean-Baptiste Mamadou Oury Sory Kouyaté-Bangoura de La Rochefoucauld-Camara",
                "Terminale Sciences expérimentales",
                "Bonjour.");
        Printed printed = print(PdfLetters.create(Cards.SCHOOL, Cards.design().withAddressWindow(side)), letter);

        Box address = box(printed.pdf(), 50, 95);
        boolean left = side == AddressWindow.LEFT;
        int[][] envelopes = {{220, 110}, {229, 114}};
        for (int[] envelope : envelopes) {
            int windowLeft = left ? 20 : envelope[0] - 120;
            int windowRight = left ? 110 : envelope[0] - 20;
            int windowTop = left ? envelope[1] - 60 : envelope[1] - 55;
            int windowBottom = left ? envelope[1] - 15 : envelope[1] - 20;
            for (int right = 0; right <= envelope[0] - 210; right++) {
                for (int down = 0; down <= envelope[1] - 105; down++) {
                    assertThat(address.left() + right).isGreaterThan(windowLeft);
                    assertThat(address.right() + right).isLessThan(windowRight);
                    assertThat(address.top() + down).isGreaterThan(windowTop);
                    assertThat(address.bottom() + down).isLessThan(windowBottom);
                }
            }
        }
    }

    @Test
    void fold_marks_stand_at_the_left_edge_where_the_sheet_is_folded() {
        BufferedImage page = Pdf.picture(print(usual()).pdf(), 254);

        List<Double> marks = new ArrayList<>();
        for (int y = 0; y < page.getHeight(); y++) {
            if ((page.getRGB(60, y) & 0xFF) < 0xD0 && (page.getRGB(60, y - 1) & 0xFF) >= 0xD0) {
                marks.add(y / 10.0);
            }
        }
        assertThat(marks).hasSize(3);
        assertThat(marks.get(0)).isBetween(104.5, 105.5);
        assertThat(marks.get(1)).isBetween(148.0, 149.0);
        assertThat(marks.get(2)).isBetween(209.5, 210.5);
    }

    @Test
    void the_window_is_on_the_side_that_is_usual_where_the_language_is_spoken() {
        assertThat(Cards.design().addressWindow(Cards.SCHOOL)).isEqualTo(AddressWindow.RIGHT);
        assertThat(Cards.design().addressWindow(ENGLISH)).isEqualTo(AddressWindow.LEFT);
        assertThat(Cards.design().withAddressWindow(AddressWindow.LEFT).addressWindow(Cards.SCHOOL))
                .isEqualTo(AddressWindow.LEFT);
    }

    @Test
    void a_longer_letter_shrinks_to_one_page_and_one_that_is_too_long_goes_on_and_nothing_is_lost() {
        LetterContent shorter = letter("Short", "P", "1", paragraphs(16));
        LetterContent longer = letter("Longer", "P", "1", paragraphs(24));
        LetterContent tooLong = letter("Too Long", "P", "1", paragraphs(60));

        Printed printed = print(shorter, longer, tooLong, usual());

        assertThat(printed.totals().letters()).isEqualTo(4);
        assertThat(printed.totals().shrunk()).isEqualTo(1);
        assertThat(printed.totals().continued()).isEqualTo(1);
        assertThat(printed.totals().pages()).isEqualTo(Pdf.pages(printed.pdf()));
        String text = Pdf.text(printed.pdf());
        assertThat(text.split("Paragraphe", -1)).hasSize(16 + 24 + 60 + 1);
        assertThat(Pdf.page(printed.pdf(), 1)).contains("Short", "1 / 1");
        assertThat(Pdf.page(printed.pdf(), 2)).contains("Longer", "Paragraphe 24", "1 / 1");
        assertThat(Pdf.page(printed.pdf(), 3)).contains("Too Long", "1 / 3");
        assertThat(Pdf.page(printed.pdf(), 5)).contains("Too Long", "Paragraphe 60", "3 / 3");
        assertThat(Pdf.page(printed.pdf(), 6)).contains("Aïssatou Diallo", "1 / 1");
    }

    private static String paragraphs(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append("Paragraphe ")
                    .append(i)
                    .append(" de cette lettre, qui est assez long pour avoir une ligne.\n\n");
        }
        return text.toString();
    }

    @Test
    void hostile_text_is_text() {
        LetterContent letter = letter(
                "<b>Jean</b> & {{school}}",
                "\"><img src='file:///etc/passwd'/>",
                "</p>",
                "<script>x</script> {{recipient}} &amp;");

        assertThat(Pdf.text(print(letter).pdf()))
                .contains("<b>Jean</b> & {{school}}", "<img", "<script>x</script> {{recipient}} &amp;");
    }

    @Test
    void an_arabic_letter_is_read_in_its_own_order() {
        LetterContent letter = letter("محمد الأمين بن عبد الله", "فاطمة", "4e B", "السلام عليكم،\n\nالاجتماع غدا.");

        assertThat(Pdf.text(print(letter).pdf())).contains("محمد الأمين بن عبد الله", "السلام عليكم،", "الاجتماع غدا.");
    }

    @Test
    void a_word_without_an_end_stays_on_the_paper() {
        Printed printed =
                print(letter("x".repeat(500), "y".repeat(500), "z".repeat(200), "https://" + "a".repeat(600)));

        assertThat(Pdf.rightEdge(printed.pdf())).isLessThan(200);
        assertThat(box(printed.pdf(), 50, 98).bottom()).isLessThan(90);
        assertThat(Pdf.text(printed.pdf()).chars().filter(c -> c == 'a').count())
                .isGreaterThanOrEqualTo(600);
        assertThat(Pdf.text(printed.pdf())).contains("…");
    }

    @Test
    void the_file_is_written_as_the_letters_come_and_the_same_letters_give_the_same_bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Integer> sizes = new ArrayList<>();
        try (Sheets sheets = PdfLetters.create(Cards.SCHOOL, Cards.design()).begin(out)) {
            for (int i = 0; i < 3 * PdfLetters.TOGETHER; i++) {
                sheets.add(letter("Parent " + i, "Pupil " + i, "4e B", TEXT));
                if ((i + 1) % PdfLetters.TOGETHER == 0) {
                    sizes.add(out.size());
                }
            }
            assertThat(sheets.finish().pages()).isEqualTo(3 * PdfLetters.TOGETHER);
        }

        assertThat(sizes.get(0)).as("written before the end").isPositive();
        assertThat(sizes.get(1) - sizes.get(0)).as("the logo stands in it once").isLessThan(sizes.get(0));
        LetterContent[] same = IntStream.range(0, 3 * PdfLetters.TOGETHER)
                .mapToObj(i -> letter("Parent " + i, "Pupil " + i, "4e B", TEXT))
                .toArray(LetterContent[]::new);
        assertThat(print(same).pdf()).isEqualTo(out.toByteArray());
    }

    @Test
    void a_printer_is_asked_to_print_on_one_side_and_in_its_size() {
        Pdf.in(print(usual()).pdf(), document -> {
            COSDictionary viewer = Objects.requireNonNull(
                    document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.VIEWER_PREFERENCES));
            assertThat(viewer.getNameAsString("PrintScaling")).isEqualTo("None");
            assertThat(viewer.getNameAsString("Duplex")).isEqualTo("Simplex");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Lettres\u00A0: Lycée Les Palmiers");
            return document;
        });
    }

    @Test
    void without_a_letter_there_is_no_file() throws IOException {
        try (Sheets sheets = PdfLetters.create(Cards.SCHOOL, Cards.design()).begin(new ByteArrayOutputStream())) {
            assertThatThrownBy(sheets::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void letters_in_two_languages_stand_in_one_file() {
        LetterContent french = usual();
        LetterContent english = new LetterContent(
                french.recipient(),
                french.name(),
                List.of(),
                french.bearers(),
                french.day(),
                Locale.ENGLISH,
                "Hello",
                "Hello.",
                "n-2");

        byte[] pdf = print(french, english).pdf();

        assertThat(Pdf.language(pdf)).as("that of the first").isEqualTo("fr");
        assertThat(Pdf.page(pdf, 1)).contains("Par l’élève Mariama Diallo", "Le samedi 28 novembre 2026");
        assertThat(Pdf.page(pdf, 2)).contains("By pupil Mariama Diallo", "Saturday 28 November 2026");
    }

    @Test
    void a_school_replaces_the_layout_and_the_words() throws IOException {
        Files.writeString(folder.resolve("letter_fr.properties"), "by_pupil=Aux bons soins de {pupil}\n");

        PdfLetters own = PdfLetters.create(Cards.SCHOOL, Cards.design(), DocumentTemplates.folder(folder));
        assertThat(Pdf.text(print(own, usual()).pdf())).contains("Aux bons soins de Mariama Diallo");

        Files.writeString(
                folder.resolve("letter.html"),
                "<html xmlns='http://www.w3.org/1999/xhtml' lang='fr'><head><title>x</title></head>"
                        + "<body>{{#letters}}<img src='file:///etc/passwd' alt='x'/>{{/letters}}</body></html>");
        assertThatThrownBy(() -> PdfLetters.create(Cards.SCHOOL, Cards.design(), DocumentTemplates.folder(folder)))
                .isInstanceOf(DocumentException.class);
    }

    /** Where text stands on the first page, in millimetres. */
    private record Box(double left, double top, double right, double bottom) {}

    /** The box around all text on the first page that begins between two heights. */
    private static Box box(byte[] pdf, int from, int to) {
        return Pdf.in(pdf, document -> {
            double[] edges = {1_000, 1_000, 0, 0};
            PDFTextStripper stripper = new Positions(edges, from, to);
            stripper.setEndPage(1);
            try {
                stripper.getText(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(edges[0]).as("some text").isLessThan(1_000);
            return new Box(edges[0], edges[1], edges[2], edges[3]);
        });
    }

    private static final class Positions extends PDFTextStripper {
        private final double[] edges;
        private final int from;
        private final int to;

        Positions(double[] edges, int from, int to) {
            this.edges = edges;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            double bottom = mm(text.getYDirAdj());
            double top = bottom - mm(text.getHeightDir());
            if (bottom > from && bottom < to && !text.getUnicode().isBlank()) {
                edges[0] = Math.min(edges[0], mm(text.getXDirAdj()));
                edges[1] = Math.min(edges[1], top);
                edges[2] = Math.max(edges[2], mm(text.getXDirAdj() + text.getWidthDirAdj()));
                edges[3] = Math.max(edges[3], bottom);
            }
        }

        private static double mm(float points) {
            return points / 72 * 25.4;
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = PdfLettersTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
