package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.SmsText.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTextTest {
    private static final String GSM = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String TWICE = "^{}\\[~]|€";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Élève : à l'école, dès 8 h | Élève : à l'école, dès 8 h",
                "Ça a commencé ; leçon reçue | Ça a commencé ; lecon recue",
                "l’élève ‘absent’ | l'élève 'absent'",
                "«\u00A0sœur\u202Fet frère\u00A0» | \"soeur et frère\"",
                "À Noël, même âge… | A Noel, meme age...",
                "ŒUVRE – cœur — fin | OEUVRE - coeur - fin",
                "1\u202F500\u00A0000\u00A0GNF | 1 500 000 GNF",
                "5 € [reçu] | 5 € [recu]",
                "Bravo 🎉 Aminata 👍🏽! | Bravo Aminata !",
                "🎉 Fête | Fete",
                "e\u0301cole | école",
                "Cours 1\uFE0F\u20E3 le 5\uFE00 | Cours 1 le 5"
            })
    void foldsWhatHasANearEquivalent(String written, String sent) {
        SmsText text = SmsText.of(written);

        assertThat(text.value()).isEqualTo(sent);
        assertThat(text.encoding()).isEqualTo(Encoding.GSM_7);
        assertThat(text.costly()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2600, 0x27BF, 0x1F000, 0x1FAFF})
    void picturesAreLeftOut(int picture) {
        assertThat(SmsText.of("a" + Character.toString(picture) + "b").value()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x25FF, 0x27C0, 0x1EFFF, 0x1FB00})
    void whatStandsBesideThePicturesIsKept(int character) {
        String written = Character.toString(character);

        assertThat(SmsText.of(written).value()).isEqualTo(written);
        assertThat(SmsText.of(written).costly()).containsExactly(written);
    }

    @Test
    void everyCharacterOfTheAlphabetIsKept() {
        for (String character : (GSM + TWICE + "\r\f")
                .codePoints()
                .mapToObj(Character::toString)
                .toList()) {
            SmsText text = SmsText.of("a" + character + "b");

            assertThat(text.value()).isEqualTo("a" + character + "b");
            assertThat(text.costly()).isEmpty();
        }
    }

    @Test
    void aFormFeedCountsTwice() {
        assertThat(SmsText.of("a" + "\f".repeat(79) + "b").segments()).isEqualTo(1);
        assertThat(SmsText.of("a" + "\f".repeat(80) + "b").segments()).isEqualTo(2);
    }

    @Test
    void theTextFormSaysNothingOfTheText() {
        assertThat(SmsText.of("4711")).hasToString("SmsText[GSM_7 1]");
    }

    @Test
    void keepsATextAsWrittenThatNeedsUcs2AndNamesTheCharacters() {
        SmsText text = SmsText.of("Élève : عمر, reçu ’ 🎉 ع");

        assertThat(text.value()).isEqualTo("Élève : عمر, reçu ’ 🎉 ع");
        assertThat(text.encoding()).isEqualTo(Encoding.UCS_2);
        assertThat(text.costly()).containsExactly("ع", "م", "ر");
    }

    @ParameterizedTest
    @CsvSource({
        "a, 0, 1",
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "€, 80, 1",
        "€, 81, 2",
        "€, 152, 2",
        "€, 153, 3",
        "ع, 70, 1",
        "ع, 71, 2",
        "ع, 134, 2",
        "ع, 135, 3",
        "𝄞, 35, 1",
        "𝄞, 36, 2",
        "𝄞, 66, 2",
        "𝄞, 67, 3"
    })
    void countsSegments(String character, int times, int segments) {
        assertThat(SmsText.of(character.repeat(times)).segments()).isEqualTo(segments);
    }

    @Test
    void putsNoHalfOfAnEscapedPairAtTheEndOfASegment() {
        SmsText text = SmsText.of("a".repeat(152) + "€" + "b".repeat(50));

        assertThat(text.parts()).containsExactly("a".repeat(152), "€" + "b".repeat(50));
    }

    @Test
    void putsNoHalfOfASurrogatePairAtTheEndOfASegment() {
        SmsText text = SmsText.of("ع".repeat(66) + "𝄞" + "ع".repeat(20));

        assertThat(text.parts()).containsExactly("ع".repeat(66), "𝄞" + "ع".repeat(20));
    }

    @Test
    void segmentsCountedAreSegmentsThatAnIndependentSplitterMakes() {
        long seed = System.nanoTime();
        System.out.println("SmsTextTest: seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 3_000; i++) {
            String written = text(random);
            SmsText text = SmsText.of(written);

            assertThat(text.segments())
                    .as("seed %s, text %s", seed, i)
                    .isEqualTo(octets(text.value(), text.encoding()));
            assertThat(String.join("", text.parts())).isEqualTo(text.value());
            assertThat(SmsText.of(text.value()).value()).as("folding twice").isEqualTo(text.value());
        }
    }

    private static String text(RandomGenerator random) {
        String[] alphabets = {GSM, GSM + TWICE, GSM + "ç’«»…œêÀ\u202F", GSM + "عم", "𝄞ع", TWICE};
        int[] characters =
                alphabets[random.nextInt(alphabets.length)].codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(500);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    /** Packs a text into user data of 140 octets, 134 with the header of concatenation, as a message centre does. */
    private static int octets(String text, Encoding encoding) {
        byte[][] characters = text.codePoints()
                .mapToObj(c -> encoding == Encoding.UCS_2
                        ? Character.toString(c).getBytes(StandardCharsets.UTF_16BE)
                        : new byte[TWICE.indexOf(c) >= 0 ? 2 : 1])
                .toArray(byte[][]::new);
        int whole = 0;
        for (byte[] character : characters) {
            whole += character.length;
        }
        int bits = encoding == Encoding.UCS_2 ? 8 : 7;
        if (whole * bits <= 140 * 8) {
            return 1;
        }
        int room = (140 - 6) * 8 / bits;
        if (encoding == Encoding.UCS_2) {
            room -= room % 2;
        }
        int segments = 1;
        int left = room;
        for (byte[] character : characters) {
            if (character.length > left) {
                segments++;
                left = room;
            }
            left -= character.length;
        }
        return segments;
    }
}
