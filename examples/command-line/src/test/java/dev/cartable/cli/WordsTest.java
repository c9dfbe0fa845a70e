package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.account.model.AccountStep;
import dev.cartable.account.model.Finding;
import dev.cartable.account.model.Reason;
import dev.cartable.cli.frame.Words;
import dev.cartable.school.model.EmailAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)[|}]");

    private final Words french = Words.in(Locale.FRENCH);
    private final Words english = Words.in(Locale.ENGLISH);

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces() {
        assertThat(french.bundle().keySet())
                .containsExactlyInAnyOrderElementsOf(english.bundle().keySet());
        assertThat(french.bundle().keySet()).allSatisfy(key -> {
            if (!key.startsWith("error.")) {
                assertThat(places(french.text(key))).as(key).isEqualTo(places(english.text(key)));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void whatTheLibraryNamesHasWordsInEachLanguage(String language) {
        Words words = Words.in(Locale.forLanguageTag(language));
        Stream.of(Reason.values(), Finding.Code.values(), AccountStep.Action.values())
                .flatMap(Stream::of)
                .map(Enum::name)
                .filter(name -> !name.equals("SKIP") && !name.equals("FAIL"))
                .forEach(name -> assertThat(words.has("code." + name)).as(name).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b\u200b.org",
                "a@b.org, c@d.org",
                "a b@c.org",
                "nobody",
                "é@b.org",
                "a..b@c.org",
                "a@-b.org",
                "none@none",
                "a@b.12"
            })
    void whatIsWrongWithAnAddressIsSaidInFrenchToo(String field) {
        String reason = ((EmailAddress.Unusable) EmailAddress.check(field)).reason();

        assertThat(french.code(reason)).isNotEqualTo(reason);
    }

    @Test
    void placesAreFilledAndApostrophesMeanNothing() {
        assertThat(english.text("error.value", Map.of("value", "l'été {x}", "argument", "--limit")))
                .isEqualTo("The value 'l'été {x}' does not fit --limit");
    }

    @Test
    void wordsGoByTheNumberAsEachLanguageCounts() {
        assertThat(List.of(0L, 1L, 2L))
                .map(n -> french.text("list.accounts", "size", n))
                .isEqualTo(List.of("0 compte :", "1 compte :", "2 comptes :"));
        assertThat(List.of(0L, 1L, 2L))
                .map(n -> english.text("list.accounts", "size", n))
                .isEqualTo(List.of("0 accounts:", "1 account:", "2 accounts:"));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map((MatchResult place) -> place.group(1))
                .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
}
