package dev.cartable.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.CartableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerSanitizerTest {
    @Test
    void hidesTheTokenOfALinkAlsoWhereItStandsAlone() {
        String link = "https://parents.example.org/activate#Zm9vYmFyYmF6cXV4";

        assertThat(AnswerSanitizer.clean(
                        "554 spam: parents.example.org/activate Zm9vYmFyYmF6cXV4", "a@example.org", List.of(link)))
                .isEqualTo("554 spam: parents.example.org/activate <hidden>");
        assertThat(AnswerSanitizer.clean("554 spam: " + link, "a@example.org", List.of(link)))
                .isEqualTo("554 spam: <hidden>");
    }

    @Test
    void isOneLineOfFiniteLength() {
        String answer =
                AnswerSanitizer.clean("550\r\nX-Evil: 1\u202Ex\u0000" + "a".repeat(2000), "b@example.org", List.of());

        assertThat(answer)
                .hasSize(AnswerSanitizer.MAX_LENGTH)
                .startsWith("550 X-Evil: 1 x a")
                .endsWith("…");
    }

    @Test
    void cutsNoCharacterInHalf() {
        String words = "a".repeat(AnswerSanitizer.MAX_LENGTH - 2) + "😀bc";

        assertThat(AnswerSanitizer.clean(words, "b@example.org", List.of()))
                .isEqualTo("a".repeat(AnswerSanitizer.MAX_LENGTH - 2) + "…");
    }

    @Test
    void leavesShortValuesAndWhatItDoesNotKnow() {
        assertThat(AnswerSanitizer.clean("250 ok", "a@example.org", List.of("ok", "")))
                .isEqualTo("250 ok");
    }

    @Test
    void quotesOurOwnExceptionsOnly() {
        assertThat(AnswerSanitizer.of(new CartableException("STORE", Map.of(), "the store is away")))
                .isEqualTo("the store is away");
        assertThat(AnswerSanitizer.of(new IllegalStateException("password hunter2")))
                .isEqualTo("IllegalStateException");
    }

    @Test
    void cutsAndHidesFromTheFirstCharacterOnThatIsTooMany() {
        String longest = "a".repeat(AnswerSanitizer.MAX_LENGTH);

        assertThat(AnswerSanitizer.clean(longest, "b@example.org", List.of())).isEqualTo(longest);
        assertThat(AnswerSanitizer.clean("550 abc abcd", "b@example.org", List.of("abc")))
                .isEqualTo("550 abc abcd");
        assertThat(AnswerSanitizer.clean("550 abc abcd", "b@example.org", List.of("abcd")))
                .isEqualTo("550 abc <hidden>");
    }
}
