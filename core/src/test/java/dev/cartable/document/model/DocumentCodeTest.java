package dev.cartable.document.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentCodeTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String CODE = "K7QF-2M9D-XW3R-8TPH";

    @Test
    void capitalsGapsAndLookAlikesMakeNoDifference() {
        DocumentCode code = DocumentCode.of(new byte[10]);

        assertThat(code).hasToString("0000-0000-0000-0000");
        assertThat(DocumentCode.parse(" oO0o 0000-0000‑0000 ")).isEqualTo(code);
        assertThat(DocumentCode.parse("k7qf2m9dxw3r8tph")).isEqualTo(new DocumentCode(CODE));
    }

    @Test
    void aLetterThatIsMistypedOrLeftOutIsFound() {
        for (int at = 0; at < CODE.length(); at++) {
            if (CODE.charAt(at) != '-') {
                for (int i = 0; i < ALPHABET.length(); i++) {
                    String typed = CODE.substring(0, at) + ALPHABET.charAt(i) + CODE.substring(at + 1);
                    if (!typed.equals(CODE)) {
                        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCode.parse(typed));
                    }
                }
                String shorter = CODE.substring(0, at) + CODE.substring(at + 1);
                assertThatIllegalArgumentException().isThrownBy(() -> DocumentCode.parse(shorter));
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCode.parse(""));
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCode.parse("U7QF-2M9D-XW3R-8TPH"));
        assertThatIllegalArgumentException().isThrownBy(() -> new DocumentCode("k7qf-2m9d-xw3r-8tph"));
    }

    @Test
    void aLetterThatNoCodeHasIsFoundWhereTheCheckDigitDoesNotTell() {
        byte[] ones = new byte[10];
        Arrays.fill(ones, (byte) 0xFF);
        String code = DocumentCode.of(ones).text();
        assertThat(code).startsWith("ZZZZ");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentCode.parse(code.replaceFirst("ZZ", "ZU")))
                .withMessageContaining("digits and letters");
    }

    @Test
    void eachBitOfTheFirst75MakesAnotherCode() {
        byte[] secret = new byte[32];
        new Random(1).nextBytes(secret);
        DocumentCode code = DocumentCode.of(secret);
        for (int bit = 0; bit < 80; bit++) {
            byte[] other = Arrays.copyOf(secret, secret.length);
            other[bit / 8] ^= (byte) (0x80 >> bit % 8);
            if (bit < 75) {
                assertThat(DocumentCode.of(other)).isNotEqualTo(code);
            } else {
                assertThat(DocumentCode.of(other)).isEqualTo(code);
            }
        }
        assertThat(DocumentCode.parse(code.text())).isEqualTo(code);
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCode.of(new byte[9]));
    }
}
