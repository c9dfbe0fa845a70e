package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cartable.notice.model.TemplateException;
import dev.cartable.notice.template.DocumentTemplate.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The markup of a report card with a list of subjects, each with a list of marks. */
class DocumentTemplateTest {
    private static final Names MARKS = new Names(Set.of("mark"), Map.of());
    private static final Names SUBJECTS = new Names(Set.of("subject"), Map.of("marks", MARKS));
    private static final Names NAMES = new Names(Set.of("pupil", "code"), Map.of("subjects", SUBJECTS));

    private static DocumentTemplate compile(String text) {
        return DocumentTemplate.compile("card.html", text, NAMES);
    }

    private static String fill(String text, Map<String, ?> values) {
        return compile(text).fill(values);
    }

    @Test
    void putsValuesInEscapedAndWithoutControlCharacters() {
        assertThat(fill(
                        "{{pupil}} <p>{{code}}</p>",
                        Map.of("pupil", "<b>\"O'Neil\" & Awa</b>", "code", "a\u0007\r\nb")))
                .isEqualTo("&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Awa&lt;/b&gt; <p>a\nb</p>");
    }

    @ParameterizedTest
    @CsvSource({"A1, code A1", "'', no code"})
    void showsASectionIfThereIsAValueOrIfThereIsNone(String code, String shown) {
        assertThat(fill("{{#code}}code {{code}}{{/code}}{{^code}}no code{{/code}}", Map.of("code", code)))
                .isEqualTo(shown);
    }

    @Test
    void repeatsTheSectionOfAListForEachOfItsEntries() {
        String text =
                "{{#code}}{{#subjects}}{{pupil}}, {{subject}}:{{#marks}} {{mark}}{{/marks}}\n{{/subjects}}{{/code}}";
        List<Map<String, ?>> subjects = List.of(
                Map.of("subject", "R&D", "marks", List.of(Map.of("mark", "12"), Map.of("mark", "<8"))),
                Map.of("subject", "Art", "marks", List.of()));

        assertThat(fill(text, Map.of("pupil", "Awa", "code", "A1", "subjects", subjects)))
                .isEqualTo("Awa, R&amp;D: 12 &lt;8\nAwa, Art:\n");
    }

    @Test
    void saysThatAListIsEmpty() {
        assertThat(fill("{{#subjects}}x{{/subjects}}{{^subjects}}none{{/subjects}}", Map.of("subjects", List.of())))
                .isEqualTo("none");
    }

    @Test
    void saysWhichValueIsMissing() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> fill("{{pupil}} {{code}}", Map.of("pupil", "Awa")))
                .withMessage("the template uses {code}, for which this notice has no value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{unknown}} | 1 | code, pupil, subjects",
                "'{{pupil}}\n\n{{unknown}}' | 3 | code, pupil, subjects",
                "'\n{{#unknown}}x{{/unknown}}' | 2 | code, pupil, subjects",
                "{{^unknown}}x{{/unknown}} | 1 | code, pupil, subjects",
                "{{{pupil}}} | 1 | code, pupil, subjects",
                "{{pupil | 1 | code, pupil, subjects",
                "{{subjects}} | 1 | code, pupil, subjects",
                "{{#subjects}}{{/subjects}}{{subject}} | 1 | code, pupil, subjects",
                "{{^subjects}}{{subject}}{{/subjects}} | 1 | code, pupil, subjects",
                "'{{#subjects}}\n{{unknown}}{{/subjects}}' | 2 | code, marks, pupil, subject",
                "{{#subjects}}{{#subjects}}x{{/subjects}}{{/subjects}} | 1 | code, marks, pupil, subject",
                "{{#subjects}}{{#marks}}{{#marks}}x{{/marks}}{{/marks}}{{/subjects}} | 1 | code, mark, pupil, subject"
            })
    void refusesANameThatIsNotKnownThereAndSaysWhichAre(String text, String line, String names) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> compile(text))
                .withMessage("line " + line
                        + " of the template card.html: after '{{' one of these names has to follow: " + names)
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_TEMPLATE_NAME");
                    assertThat(e.facts()).isEqualTo(Map.of("file", "card.html", "line", line, "names", names));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'{{#code}}\nx\n', 3, code",
        "{{/code}}, 1, code",
        "'\n{{#code}}{{/pupil}}', 2, pupil",
        "{{#code}}{{#pupil}}{{/code}}{{/pupil}}, 1, code",
        "{{#code}}{{/code}}{{/code}}, 1, code"
    })
    void refusesASectionThatDoesNotBeginAndEndInOnePlace(String text, String line, String name) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> compile(text))
                .withMessage("line " + line + " of the template card.html: the section '" + name
                        + "' does not begin and end in the same place")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_TEMPLATE_SECTION");
                    assertThat(e.facts()).isEqualTo(Map.of("file", "card.html", "line", line, "name", name));
                });
    }

    @Test
    void allowsEightSectionsInEachOther() {
        assertThat(fill("{{#code}}".repeat(8) + "x" + "{{/code}}".repeat(8), Map.of("code", "A1")))
                .isEqualTo("x");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> compile("{{#code}}\n".repeat(9) + "x" + "{{/code}}".repeat(9)))
                .withMessage("line 9 of the template card.html: more than 8 sections are nested")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_TEMPLATE_DEEP");
                    assertThat(e.facts()).isEqualTo(Map.of("file", "card.html", "line", "9", "limit", "8"));
                });
    }

    @Test
    void allowsTheGreatestLength() {
        String longest = "x".repeat(131_072);

        assertThat(fill(longest, Map.of())).isEqualTo(longest);
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> compile(longest + "x"))
                .withMessage("the template card.html has more than 131072 characters")
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo("DOCUMENT_TEMPLATE_LONG");
                    assertThat(e.facts()).isEqualTo(Map.of("file", "card.html", "limit", "131072"));
                });
    }

    @Test
    void itsSkeletonHasTheLinesAndTheMarkupAlone() {
        assertThat(compile("<p>{{pupil}}\n{{#code}}\n<b>{{code}}</b>{{/code}}</p>{{^subjects}}{{/subjects}}\n")
                        .skeleton())
                .isEqualTo("<p>\n\n<b></b></p>\n");
    }
}
