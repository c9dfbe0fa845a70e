package dev.cartable.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.NoticeType;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.notice.template.MailDesign;
import dev.cartable.notice.template.TemplateRenderer;
import dev.cartable.reminder.model.ReminderSettings;
import dev.cartable.school.model.School;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words of all kinds of reminders, in French and English. */
class ReminderTemplatesTest {
    private static final List<Locale> LANGUAGES = List.of(Locale.FRENCH, Locale.ENGLISH);
    private static final Pattern NAME = Pattern.compile("\\{[#^/]?([a-z_]+?)(?:_one|_other)?}");

    /** What is left where a value is missing: empty brackets, two spaces, a mark after a space. */
    private static final Pattern HOLE =
            Pattern.compile("\\(\\)|«\\s*»|“\\s*”|\\S  +\\S|\\S [.,)]|\\( |: *\\n\\n\\n|\\n\\n\\n");

    private static final Set<String> DATES = Set.of("day", "due_day", "old_day", "week", "first_day");

    private static final Set<Kind> TO_PARENTS =
            Set.of(ReminderKinds.ABSENCE, ReminderKinds.CORRECTION, ReminderKinds.THRESHOLD, ReminderKinds.PAYMENT);

    private final ReminderWorld school = new ReminderWorld();
    private final TemplateRenderer renderer =
            TemplateRenderer.builtIn(new School("École", ZoneOffset.UTC, Locale.FRENCH), MailDesign.defaults());

    private List<NoticeType> types() {
        return school.cartable().reminders().noticeTypes();
    }

    private String text(Kind kind, Locale language) {
        return renderer.builtIn(kind, language).orElseThrow(() -> new AssertionError(kind + " in " + language));
    }

    @Test
    void eachKindHasWordsInBothLanguagesThatUseTheSameValues() {
        assertThat(types()).hasSizeGreaterThan(3).allSatisfy(type -> {
            for (Locale language : LANGUAGES) {
                assertThat(renderer.faults(type.kind(), text(type.kind(), language), type.variables()))
                        .as("%s %s", type.kind(), language)
                        .isEmpty();
            }
            assertThat(names(type.kind(), Locale.FRENCH)).isEqualTo(names(type.kind(), Locale.ENGLISH));
        });
    }

    private Set<String> names(Kind kind, Locale language) {
        return names(text(kind, language));
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** So that a mail is found again, and no two of different days look like one. */
    @Test
    void aSubjectNamesTheDayAndToAParentTheChild() {
        for (NoticeType type : types()) {
            for (Locale language : LANGUAGES) {
                Set<String> names =
                        names(text(type.kind(), language).lines().findFirst().orElseThrow());

                assertThat(names).as("%s in %s", type.kind(), language).containsAnyElementsOf(DATES);
                if (TO_PARENTS.contains(type.kind())) {
                    assertThat(names).as("%s in %s", type.kind(), language).contains("pupil");
                }
            }
        }
    }

    @Test
    void aSampleIsInTheLanguageOfItsMail() {
        Pattern french = Pattern.compile(
                "(?i)\\b(mardi|mars|prénom|mathématiques|revoir|pense)\\b|\\d\u00A0\\d",
                Pattern.UNICODE_CHARACTER_CLASS);
        for (NoticeType type : types()) {
            Words english = renderer.render(type.kind(), Locale.ENGLISH, Channel.EMAIL, type.sample(Locale.ENGLISH));

            assertThat(english.subject() + "\n" + english.text())
                    .as("%s", type.kind())
                    .doesNotContainPattern(french);
            assertThat(type.sample(Locale.FRENCH).keySet())
                    .as("%s", type.kind())
                    .isEqualTo(type.variables());
        }
    }

    @Test
    void frenchIsSetLikeFrench() {
        assertThat(types()).allSatisfy(type -> {
            String text = text(type.kind(), Locale.FRENCH);
            assertThat(text).doesNotContain("'");
            assertThat(Pattern.compile("[^\\u00A0\\u202F/]:|[^\\u202F][;!?]")
                            .matcher(text)
                            .results())
                    .as("%s", type.kind())
                    .isEmpty();
        });
    }

    @Test
    void aValueThatIsMissingLeavesNoHole() {
        for (NoticeType type : types()) {
            for (String missing : type.variables()) {
                for (Locale language : LANGUAGES) {
                    Map<String, String> values = new HashMap<>(type.sample(language));
                    values.put(missing, "");

                    Words words = renderer.render(type.kind(), language, Channel.EMAIL, values);

                    boolean alternative = "1".equals(type.sample(language).get(missing)); // such as absent or late
                    boolean optional =
                            !alternative && text(type.kind(), language).contains("{#" + missing + "}");
                    if (optional) {
                        assertThat(HOLE.matcher(words.subject() + "\n" + words.text())
                                        .results())
                                .as("%s in %s without %s:%n%s", type.kind(), language, missing, words.text())
                                .isEmpty();
                    }
                    assertThat(words.text()).doesNotContain("{", "null");
                }
            }
        }
    }

    @Test
    void aSampleLeadsToTheSchoolsSiteIfThereIsOne() {
        ReminderWorld without = ReminderWorld.listing(settings -> ReminderSettings.defaults());
        for (Kind kind : List.of(ReminderKinds.INACTIVITY, ReminderKinds.WEEKLY)) {
            assertThat(sample(school, kind)).containsEntry("link", "https://ecole.example");
            assertThat(sample(without, kind)).containsEntry("link", "");
        }
    }

    @Test
    void aSampleOfAPaymentHasMadeUpAmounts() {
        assertThat(sample(school, ReminderKinds.PAYMENT))
                .containsEntry("amount_due", "150\u00A0000\u00A0GNF")
                .containsEntry("amount_remaining", "300\u00A0000\u00A0GNF");
    }

    private static Map<String, String> sample(ReminderWorld world, Kind kind) {
        return world.cartable().reminders().noticeTypes().stream()
                .filter(type -> type.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .sample(Locale.FRENCH);
    }
}
