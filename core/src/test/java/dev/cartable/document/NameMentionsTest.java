package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.PersonName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameMentionsTest {
    private static final PersonName OWN = new PersonName("Aïssatou", "Diallo");
    private static final List<PersonName> CLASS = List.of(
            OWN,
            new PersonName("Mamadou", "Diallo"),
            new PersonName("Rose", "Koné"),
            new PersonName("Jean-Pierre", "Sow"),
            new PersonName("فاطمة", "الزهراء"),
            new PersonName("Li", "Wang"),
            new PersonName("Awa", "Bah"));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "Mamadou travaille bien.|Mamadou",
                "MAMADOU travaille bien.|MAMADOU",
                "Aïssatou aide Mamadou.|-",
                "Aissatou aide Mamadou.|-",
                "Mlle Diallo aide Mamadou.|-",
                "Tout n’est pas rose.|-",
                "Rose progresse.|Rose",
                "Jean-Pierre s’applique.|Jean-Pierre",
                "تتقدم فاطمة بسرعة|فاطمة",
                "Bon travail, Li.|-",
                "Bon travail, Awa.|Awa",
                "Bon travail.|-",
            })
    void wordsForAnotherPupilAreFoundByTheirName(String text, String expected) {
        assertThat(NameMentions.otherName(text, OWN, CLASS).orElse(null)).isEqualTo(expected);
    }
}
