package dev.cartable.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedPrintableTest {
    private static String encoded(String text) {
        return new String(QuotedPrintable.encode(text.getBytes(UTF_8)), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "é=1, =C3=A9=3D1",
        "'a ', a=20",
        "'a b\r\n-- \r\nc', 'a b\r\n--=20\r\nc'",
        "'a\rb\nc', a=0Db=0Ac",
        "'', ''",
        "'~\u007F', ~=7F"
    })
    void encodesWhatIsNoPlainText(String text, String expected) {
        assertThat(encoded(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"75,75", "76,76", "77,75", "150,75", "151,75", "152,75"})
    void breaksLinesBeforeTheyAreTooLong(int length, int first) {
        assertThat(encoded("x".repeat(length)).split("=?\r\n", -1)[0]).hasSize(first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void readsBackAsItWasInShortLinesOfAscii(long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] pieces = {"x", " ", "\t", "=", ".", "é", "日", "🎒", "\r\n", "\r", "\n", "word", "\u0000", "-- "};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            text.append(pieces[random.nextInt(pieces.length)].repeat(1 + random.nextInt(3)));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        byte[] encoded = QuotedPrintable.encode(bytes);

        assertThat(MimeUtility.decode(new ByteArrayInputStream(encoded), "quoted-printable")
                        .readAllBytes())
                .as("seed %d", seed)
                .isEqualTo(bytes);
        assertThat(new String(encoded, UTF_8).split("\r\n"))
                .allMatch(line -> line.length() <= 76 && !line.endsWith(" ") && !line.endsWith("\t"));
    }
}
