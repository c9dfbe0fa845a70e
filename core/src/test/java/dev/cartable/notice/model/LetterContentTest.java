package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.LetterContent.Bearer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LetterContentTest {
    private static final Bearer IBOU = new Bearer("Ibou", "6A");

    static LetterContent letter(String name, String reference, Bearer... bearers) {
        return new LetterContent(
                new Recipient("guardian", "g1"),
                name,
                List.of(),
                List.of(bearers),
                LocalDate.of(2026, 3, 3),
                Locale.FRENCH,
                name,
                name,
                reference);
    }

    @Test
    void lettersLieInTheOrderInWhichTheyAreHandedOut() {
        List<LetterContent> inOrder = List.of(
                letter("Zoé", "1", new Bearer("Zita", "5B"), new Bearer("Abdou", "4A")),
                letter("Zoé", "2", new Bearer("Élodie", "6A")),
                letter("Awa", "3", IBOU),
                letter("Émile", "1", IBOU),
                letter("Émile", "2", IBOU),
                letter("Fatou", "0", IBOU),
                letter("Awa", "0"),
                letter("Binta", "0"));

        assertThat(Stream.of(5, 7, 1, 3, 0, 6, 4, 2).map(inOrder::get).sorted(LetterContent.inOrder(Locale.FRENCH)))
                .containsExactlyElementsOf(inOrder);
    }

    @Test
    void aHostAddsThePostalAddressAndChangesNothingElse() {
        LetterContent letter = letter("Awa", "1", IBOU);

        assertThat(letter.withAddress(List.of("BP 7", "Conakry")))
                .returns(List.of("BP 7", "Conakry"), LetterContent::address)
                .usingRecursiveComparison()
                .ignoringFields("address")
                .isEqualTo(letter);
    }
}
