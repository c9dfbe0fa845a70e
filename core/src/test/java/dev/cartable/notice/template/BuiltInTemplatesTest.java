package dev.cartable.notice.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.inmemory.InMemoryStores;
import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.Kind;
import dev.cartable.notice.port.Renderer.Words;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInTemplatesTest {
    private static final Map<String, Set<String>> VARIABLES = Map.of(
            "account.activation",
                    Set.of("given", "family", "name", "username", "pupils", "school", "link", "expires", "token"),
            "account.password",
                    Set.of("given", "family", "name", "username", "pupils", "school", "password", "expires"),
            "account.notice", Set.of("name", "school", "subject", "message"),
            "mail.test", Set.of("school"));

    private static final Pattern VARIABLE = Pattern.compile("\\{[#^/]?([a-z]+)}");

    private final TemplateRenderer renderer =
            new TemplateRenderer(new InMemoryStores(() -> Instant.EPOCH).templates(), Locale.FRENCH);

    @ParameterizedTest
    @ValueSource(strings = {"account.activation", "account.password", "account.notice", "mail.test"})
    void sayTheSameInFrenchAndEnglish(String kind) {
        assertThat(variables(kind, Locale.FRENCH))
                .isEqualTo(variables(kind, Locale.ENGLISH))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "account.activation,fr", "account.activation,en",
        "account.password,fr", "account.password,en",
        "account.notice,fr", "account.notice,en",
        "mail.test,fr", "mail.test,en"
    })
    void areWithoutFaultAndCanBeFilled(String kind, String language) {
        Locale locale = Locale.forLanguageTag(language);
        Set<String> known = VARIABLES.getOrDefault(kind, Set.of());
        String text = renderer.builtIn(Kind.of(kind), locale).orElseThrow();

        assertThat(renderer.faults(text, known)).isEmpty();
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
    @ValueSource(strings = {"account.activation", "account.password", "account.notice", "mail.test"})
    void areSetLikeFrench(String kind) {
        String text = renderer.builtIn(Kind.of(kind), Locale.FRENCH).orElseThrow();

        assertThat(text).as("an apostrophe is ’").doesNotContain("'");
        assertThat(Pattern.compile("[^\\u00A0\\u202F/]:|[^\\u202F][;!?]")
                        .matcher(text)
                        .results())
                .as("a no-break space stands before : ; ! and ?")
                .isEmpty();
    }

    private Set<String> variables(String kind, Locale language) {
        String text = renderer.builtIn(Kind.of(kind), language).orElseThrow();
        return VARIABLE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
