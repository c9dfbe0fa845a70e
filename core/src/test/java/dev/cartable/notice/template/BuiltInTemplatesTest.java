package dev.cartable.notice.template;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.alert.model.Alert;
import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer.Words;
import dev.cartable.school.model.School;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInTemplatesTest {
    private static final Map<String, Set<String>> VARIABLES = Map.of(
            "account.activation",
                    Set.of(
                            "given",
                            "family",
                            "name",
                            "username",
                            "pupils",
                            "pupil_count",
                            "school",
                            "link",
                            "expires",
                            "token",
                            "code"),
            "account.password",
                    Set.of(
                            "given",
                            "family",
                            "name",
                            "username",
                            "pupils",
                            "pupil_count",
                            "school",
                            "password",
                            "expires"),
            "account.letter",
                    Set.of(
                            "given",
                            "family",
                            "name",
                            "username",
                            "pupils",
                            "pupil_count",
                            "school",
                            "page",
                            "token",
                            "link",
                            "password",
                            "expires",
                            "reset"),
            "account.notice", Set.of("name", "school", "subject", "message"),
            "mail.test", Set.of("school"),
            "quota.alert",
                    Set.of(
                            "username",
                            "school",
                            "message",
                            "percent",
                            "remaining_gb",
                            "profile",
                            "used_up_on",
                            "reset_at",
                            "quota_warning",
                            "quota_exceeded",
                            "quota_forecast",
                            "validity_expiring"),
            "quota.summary", Set.of("username", "school", "promotion", "day", "count", "list"),
            "task.alarm",
                    Set.of(
                            "school",
                            "at",
                            "task",
                            "since",
                            "slot",
                            "attempts",
                            "reason",
                            "missed",
                            "expected",
                            "sent",
                            "nothing_ticked",
                            "task_failed",
                            "task_missed",
                            "messages_unsent",
                            "run",
                            "absent",
                            "enrolled",
                            "reminders_held",
                            "reminders_still_held",
                            "day",
                            "reminders_unsent",
                            "calendar_ends",
                            "backup_doubtful",
                            "file",
                            "state",
                            "backup_overdue",
                            "offsite_overdue",
                            "place",
                            "hours",
                            "backups_vanished",
                            "drill_failed",
                            "files"));

    private static final Pattern VARIABLE = Pattern.compile("\\{[#^/]?([a-z_]+)}");

    private final TemplateRenderer renderer = new TemplateRenderer(
            new InMemoryStores(() -> Instant.EPOCH).templates(),
            new School("École Test", ZoneOffset.UTC, Locale.FRENCH),
            MailDesign.defaults());

    @ParameterizedTest
    @MethodSource("kinds")
    void sayTheSameInFrenchAndEnglish(String kind) {
        assertThat(variables(kind, Locale.FRENCH))
                .isEqualTo(variables(kind, Locale.ENGLISH))
                .isNotEmpty();
    }

    /** Without words of its own, an alert of a new type would be a message that says nothing. */
    @ParameterizedTest
    @EnumSource
    void sayEachTypeOfAlertInItsOwnWords(Alert.Type type) {
        for (Locale language : List.of(Locale.FRENCH, Locale.ENGLISH)) {
            for (Channel channel : List.of(Channel.EMAIL, Channel.SMS)) {
                Words words = alert(language, channel, type);

                assertThat(words.text())
                        .as("%s %s", language, channel)
                        .isNotEqualTo(alert(language, channel, null).text());
                if (channel.equals(Channel.EMAIL)) {
                    assertThat(words.subject()).isNotBlank();
                    assertThat(words.text()).contains("<username>");
                }
            }
        }
    }

    /** @param type null for one that the template does not know */
    private Words alert(Locale language, Channel channel, Alert.@Nullable Type type) {
        Map<String, String> values = requireNonNull(VARIABLES.get("quota.alert")).stream()
                .collect(Collectors.toMap(name -> name, name -> name.startsWith("quota_") ? "" : "<" + name + ">"));
        Stream.of(Alert.Type.values()).forEach(each -> values.put(each.toString(), each == type ? "1" : ""));
        values.put("message", "");
        return renderer.render(Kind.of("quota.alert"), language, channel, values);
    }

    @ParameterizedTest
    @MethodSource("kindsInBothLanguages")
    void areWithoutFaultAndCanBeFilled(String kind, String language) {
        Locale locale = Locale.forLanguageTag(language);
        Set<String> known = VARIABLES.getOrDefault(kind, Set.of());
        String text = renderer.builtIn(Kind.of(kind), locale).orElseThrow();

        assertThat(renderer.faults(Kind.of(kind), text, known)).isEmpty();
        Words words = renderer.render(
                Kind.of(kind),
                locale,
                Channel.EMAIL,
                known.stream().collect(Collectors.toMap(name -> name, name -> "<" + name + ">")));
        assertThat(words.subject()).isNotBlank();
        assertThat(words.text()).doesNotContain("{").contains(known.contains("link") ? "<link>" : "<school>");
        assertThat(words.html()).contains("lang=\"" + language + "\"");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areSetLikeFrench(String kind) {
        String text = renderer.builtIn(Kind.of(kind), Locale.FRENCH).orElseThrow();

        assertThat(text).as("an apostrophe is ’").doesNotContain("'");
        assertThat(Pattern.compile("[^\\u00A0\\u202F/]:|[^\\u202F][;!?]")
                        .matcher(text)
                        .results())
                .as("a no-break space stands before : ; ! and ?")
                .isEmpty();
    }

    private static Stream<String> kinds() {
        return VARIABLES.keySet().stream().sorted();
    }

    private static Stream<Arguments> kindsInBothLanguages() {
        return kinds().flatMap(kind -> Stream.of(Arguments.of(kind, "fr"), Arguments.of(kind, "en")));
    }

    private Set<String> variables(String kind, Locale language) {
        String text = renderer.builtIn(Kind.of(kind), language).orElseThrow();
        return VARIABLE.matcher(text)
                .results()
                .map(match -> Plurals.counted(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
