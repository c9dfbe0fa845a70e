package dev.cartable.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.CartableException;
import dev.cartable.notice.model.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTemplatesTest {
    private static final String HEAD = "<html xmlns='http://www.w3.org/1999/xhtml' lang='fr'><head><title>x</title>";

    @TempDir
    Path folder;

    @Test
    void a_school_replaces_the_layout_and_the_words_it_wants() throws IOException {
        layout(
                "<body><h1>{{t_title}}</h1>\n{{#subjects}}<p>{{subject}}: {{average}} ({{pupil}})</p>{{/subjects}}</body>");
        Files.writeString(folder.resolve("report-card_fr.properties"), "title=Relevé de notes\n");

        byte[] pdf = Pdf.of(renderer(), Cards.usual(), Locale.FRENCH);

        assertThat(Pdf.text(pdf)).startsWith("Relevé de notes\nFrançais: 13,25 (Mariama Bénédicte Diallo)\n");
    }

    @Test
    void a_third_language_is_a_file_of_words() throws IOException {
        Files.writeString(folder.resolve("report-card_ar.properties"), "title=كشف النقاط\nsubject=المادة\n");

        byte[] pdf = Pdf.of(renderer(), Cards.usual(), Locale.forLanguageTag("ar"));

        assertThat(Pdf.text(pdf)).contains("كشف النقاط", "المادة");
        assertThat(Pdf.language(pdf)).isEqualTo("ar");
    }

    @Test
    void a_text_in_a_font_that_is_not_there_is_written_in_the_built_in_one() throws IOException {
        layout("<body style='font-family: Arial'><p style='font-family: Papyrus'>{{pupil}}</p></body>");

        assertThat(Pdf.text(Pdf.of(renderer(), Cards.usual(), Locale.FRENCH))).contains("Mariama");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{unknown}}",
                "{{#subjects}}{{unknown}}{{/subjects}}",
                "{{{pupil}}}",
                "{{>other}}",
                "{{=<% %>=}}",
                "{{pupil.name}}",
                "{{#subjects}}{{#subjects}}x{{/subjects}}{{/subjects}}",
                "{{",
                "{{getClass}}",
                "{{subject}}",
                "{{this}}"
            })
    void a_name_that_is_not_known_is_refused_when_it_is_loaded(String tag) throws IOException {
        layout("\n<body>" + tag + "</body>");

        assertThatThrownBy(() -> DocumentTemplates.folder(folder))
                .isInstanceOfSatisfying(TemplateException.class, e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_TEMPLATE_NAME");
                    assertThat(e.facts()).containsEntry("line", "2").containsKeys("file", "names");
                })
                .hasMessageContaining("report-card.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{#code}}", "{{/code}}", "{{#code}}{{#logo}}{{/code}}{{/logo}}"})
    void a_section_that_does_not_end_is_refused(String tags) throws IOException {
        layout("<body>" + tags + "</body>");

        assertCode("DOCUMENT_TEMPLATE_SECTION");
    }

    @Test
    void a_template_that_is_too_long_is_refused() throws IOException {
        layout("<body>" + "x".repeat(140_000) + "</body>");

        assertCode("DOCUMENT_TEMPLATE_LONG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<body><p></body>", "<body>&nbsp;</body>", "<body><p a=b>x</p></body>"})
    void what_is_not_well_formed_is_refused_with_its_line(String body) throws IOException {
        layout("\n\n" + body);

        assertThatThrownBy(() -> DocumentTemplates.folder(folder))
                .isInstanceOfSatisfying(DocumentException.class, e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_XML");
                    assertThat(e.facts()).containsEntry("line", "3");
                });
    }

    @Test
    void entities_are_not_expanded() throws IOException {
        Files.writeString(
                folder.resolve("report-card.html"),
                "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
                        + HEAD + "</head><body>&b;&f;</body></html>");

        assertCode("DOCUMENT_XML");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused() throws IOException {
        Files.write(folder.resolve("report-card.html"), "<p>é</p>".getBytes(StandardCharsets.ISO_8859_1));

        assertCode("DOCUMENT_NOT_UTF8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='file:///etc/passwd' alt='x'/>",
                "<img src='../secret.png' alt='x'/>",
                "<img src='picture:../logo' alt='x'/>",
                "<img src='http://127.0.0.1:1/x.png' alt='x'/>",
                "<img src='data:image/png;base64,iVBORw0KGgo=' alt='x'/>",
                "<img src='jar:file:/x.jar!/y' alt='x'/>",
                "<p style='background: url(file:///etc/passwd)'>x</p>",
                "<style>@import url(http://127.0.0.1:1/x.css);</style>",
                "<a href='file:///etc/passwd' download='x' data-content-type='text/plain'>x</a>",
                "<p><img src='file:///{{pupil}}' alt='x'/></p>"
            })
    void a_template_reads_no_file_and_no_network(String markup) throws IOException {
        boolean style = markup.startsWith("<style>");
        Files.writeString(
                folder.resolve("report-card.html"),
                HEAD + (style ? markup.substring(0, markup.indexOf("</style>") + 8) : "") + "</head><body><p>x</p>"
                        + (style ? "" : markup) + "</body></html>");

        assertThatThrownBy(this::renderer).isInstanceOfSatisfying(DocumentException.class, e -> {
            assertThat(e.code()).isEqualTo("DOCUMENT_REFERENCE");
            assertThat(e.facts()).containsKeys("file", "address");
        });
    }

    @Test
    void a_font_from_elsewhere_is_not_read() throws IOException {
        Files.writeString(
                folder.resolve("report-card.html"),
                HEAD
                        + "<style>@font-face { font-family: x; src: url(file:///etc/hosts); } p { font-family: x }</style></head>"
                        + "<body><p>{{pupil}}</p></body></html>");

        assertThat(Pdf.text(Pdf.of(renderer(), Cards.usual(), Locale.FRENCH))).contains("Mariama");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<table><tr><td colspan='2000000000'>x</td></tr></table>",
                "<table><tr><td rowspan='99999'>x</td></tr></table>",
                "<table><colgroup><col span='2147483647'/></colgroup><tr><td>x</td></tr></table>"
            })
    void a_cell_that_would_take_all_memory_is_refused(String markup) throws IOException {
        layout("<body>" + markup + "</body>");

        assertRefused("DOCUMENT_TOO_LARGE");
    }

    @Test
    void elements_that_are_too_deep_are_refused() throws IOException {
        layout("<body>" + "<div>".repeat(5_000) + "x" + "</div>".repeat(5_000) + "</body>");

        assertRefused("DOCUMENT_TOO_LARGE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"@page { margin: 200mm }", "@page { size: 0mm 0mm; margin: 0 }", "p { font-size: 1000000pt }"})
    void a_layout_that_cannot_be_or_never_ends_is_refused(String css) throws IOException {
        Files.writeString(
                folder.resolve("report-card.html"),
                HEAD + "<style>" + css + "</style></head><body><p>one two three</p></body></html>");

        assertRefused("DOCUMENT_LAYOUT");
    }

    @Test
    void a_layout_that_takes_too_long_is_given_up() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            rows.append("<p>").append("mot ".repeat(25)).append("</p>");
        }
        layout("<body>" + rows + "</body>");

        assertThatThrownBy(() -> PdfReportCards.create(
                        Cards.SCHOOL, Cards.design(), DocumentTemplates.folder(folder), Duration.ofMillis(20)))
                .isInstanceOfSatisfying(
                        DocumentException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_TOO_SLOW"));
    }

    private void layout(String body) throws IOException {
        Files.writeString(folder.resolve("report-card.html"), HEAD + "</head>" + body + "</html>");
    }

    private PdfReportCards renderer() {
        return PdfReportCards.create(Cards.SCHOOL, DocumentDesign.defaults(), DocumentTemplates.folder(folder));
    }

    private void assertCode(String code) {
        assertThatThrownBy(() -> DocumentTemplates.folder(folder))
                .isInstanceOfSatisfying(
                        CartableException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void assertRefused(String code) {
        assertThatThrownBy(this::renderer)
                .isInstanceOfSatisfying(
                        CartableException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
