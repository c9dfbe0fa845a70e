package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    "Anne\r\nBcc: x", "Anne Bcc: x"
                    "  Anne\t\u00A0 Marie ", Anne Marie
                    An\u202Ene, Anne
                    An\u2066ne\u2069, Anne
                    An\u200Bne\uFEFF, Anne
                    An\u200Dne\u200C, Anne
                    An\u0000ne, Anne
                    王\u200B小明, 王小明
                    "\t王小明\u0000", 王小明
                    An\u3164ne, Anne
                    An\uFFFFne, Anne
                    Ame\u0301lie, Amélie
                    İbrahim ı, İbrahim ı
                    Strauß, Strauß
                    <b>Anne</b>, <b>Anne</b>
                    O'Brien, O'Brien
                    王小明, 王小明
                    فاطمة, فاطمة
                    می\u200Cخواهم, می\u200Cخواهم
                    👩\u200D👧, 👩\u200D👧
                    """)
    void aNameIsCleaned(String written, String stored) {
        assertThat(new PersonName(written, "").given()).isEqualTo(stored);
        assertThat(new PersonName("", written).full()).isEqualTo(stored);
    }

    @Test
    void spacesOfAnyKindAndNumberAreOneAndNoneStandsAtAnEnd() {
        assertThat(new PersonName("Anne  Marie", " Barry").full()).isEqualTo("Anne Marie Barry");
        assertThat(new PersonName("Anne ", "Barry ").full()).isEqualTo("Anne Barry");
        assertThat(new PersonName("Anne", "").full()).isEqualTo("Anne");
        assertThat(new PersonName("Anne", "\t\0")).isEqualTo(new PersonName("Anne", ""));
        assertThat(new PersonName("", "Barry")).hasToString("Barry");
        assertThat(new PersonName("Anne\u007F", "Barry\u00AD").full()).isEqualTo("Anne Barry");
    }

    @Test
    void twinsInUnicodeAreOneName() {
        assertThat(new PersonName("Ame\u0301lie", "Be\u0301"))
                .isEqualTo(new PersonName(Normalizer.normalize("Ame\u0301lie", Normalizer.Form.NFC), "Bé"));
    }

    @Test
    void aNameOfNothingVisibleIsRefused() {
        assertThatThrownBy(() -> new PersonName("\u200B \u3164", "\r\n\u202E"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name is empty");
    }

    @Test
    void aLongNameIsCutAtAWholeCharacter() {
        assertThat(new PersonName("x".repeat(300), "").given()).hasSize(PersonName.MAX_LENGTH);
        assertThat(new PersonName("x" + "👩".repeat(200), "").given())
                .hasSize(PersonName.MAX_LENGTH)
                .endsWith("👩");
        assertThat(new PersonName("👩".repeat(200), "").given()).hasSize(PersonName.MAX_LENGTH - 1);
    }

    @Test
    void aNameThatIsReadBackIsTheSameName() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet =
                "aé e\u0301\u0327\u00AD\u200B\u200C\u200D\u202E \u00A0\r\n\0بي\u094D\u0915王\uD83D\uDC69\uD800\u0130\uFB1D\u1100\u1161";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("x");
            random.ints(random.nextInt(20), 0, alphabet.length()).forEach(c -> text.append(alphabet.charAt(c)));
            PersonName name = new PersonName(text.toString(), "y".repeat(random.nextInt(254)) + text);
            assertThat(new PersonName(name.given(), name.family()))
                    .as("seed %d", seed)
                    .isEqualTo(name);
            assertThat(Normalizer.isNormalized(name.full(), Normalizer.Form.NFC))
                    .as("seed %d", seed)
                    .isTrue();
        }
    }
}
