package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.EditTemplates;
import dev.cartable.notice.EditTemplates.Template;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.model.SmsText;
import dev.cartable.notice.model.TemplateException;
import dev.cartable.school.port.Roster;
import dev.cartable.work.HostKey;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The words of all kinds of notices in short messages, in French and English. */
class SmsTemplatesTest {
    private static final Pattern NAME = Pattern.compile("\\{[#^/]?([a-z_]+?)(?:_one|_other)?}");
    private static final int MOST_SEGMENTS = 2;

    private final Cartable cartable = Cartable.builder()
            .stores(new InMemoryStores(() -> Instant.EPOCH))
            .roster(Roster.of(List.of()))
            .key(HostKey.of(new byte[32]))
            .zone(ZoneId.of("Africa/Conakry"))
            .school("Lycée d’Exemple")
            .activationPage(URI.create("https://parents.example.org/activate"))
            .build();
    private final EditTemplates templates = cartable.notices().templates();

    @AfterEach
    void end() {
        cartable.close();
    }

    private Set<Kind> kinds() {
        return templates.list().stream()
                .map(template -> template.kind().ofTemplate())
                .collect(Collectors.toSet());
    }

    private Template template(Kind kind, Locale language) {
        return templates.find(kind.smsTemplate().orElseThrow(), language).orElseThrow();
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachKindHasWordsForShortMessagesInBothLanguagesThatUseTheSameValues() {
        assertThat(kinds())
                .hasSizeGreaterThan(12)
                .allSatisfy(kind -> assertThat(
                                names(template(kind, Locale.FRENCH).text()))
                        .isEqualTo(names(template(kind, Locale.ENGLISH).text()))
                        .isNotEmpty());
    }

    @Test
    void withSampleValuesEachTakesTwoSegmentsOfTheGsmAlphabetAtMost() {
        for (Kind kind : kinds()) {
            for (Locale language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
                String filled = templates
                        .preview(kind.smsTemplate().orElseThrow(), language)
                        .text();
                SmsText text = SmsText.of(filled);

                assertThat(text.costly()).as("%s in %s", kind, language).isEmpty();
                assertThat(text.segments())
                        .as("%s in %s: %s", kind, language, filled)
                        .isLessThanOrEqualTo(MOST_SEGMENTS);
                assertThat(text.value()).as("%s in %s", kind, language).doesNotContain("{", "  ", "()", " .", " ,");
            }
        }
    }

    @Test
    void anAdministratorWordsShortMessagesWithoutASubject() {
        Kind kind = Kind.of("reminder.absence.sms");

        assertThat(templates.save(kind, Locale.FRENCH, "{pupil} absent le {day}"))
                .isEmpty();

        assertThat(templates.find(kind, Locale.FRENCH).orElseThrow().edited()).isTrue();
        assertThat(templates.preview(kind, Locale.FRENCH).subject()).isEmpty();
        assertThat(templates.preview(kind, Locale.FRENCH).text()).contains(" absent le ");
        assertThat(templates.save(kind, Locale.FRENCH, "{colour}")).hasSize(1);
        assertThat(templates.save(kind, Locale.FRENCH, "  "))
                .extracting(TemplateException.Fault::problem)
                .containsExactly(TemplateException.Problem.EMPTY);
        assertThat(templates.save(Kind.of("reminder.absence"), Locale.FRENCH, "{pupil} absent"))
                .as("a mail needs a subject")
                .hasSize(1);
        assertThat(templates.reset(kind, Locale.FRENCH)).isTrue();
    }
}
