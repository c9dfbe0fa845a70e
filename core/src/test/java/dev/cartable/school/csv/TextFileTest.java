package dev.cartable.school.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.school.model.UnreadableRosterException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextFileTest {
    private static byte[] content = {};

    private static String all(Reader reader) throws IOException {
        try (reader) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[1000];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        }
    }

    private static TextFile file(byte[] bytes) throws IOException {
        content = bytes;
        return TextFile.inspect("users.csv", () -> new ByteArrayInputStream(content));
    }

    @Test
    void aFileThatChangesBetweenTwoReadingsIsRefused() throws IOException {
        TextFile file = file("sourcedId\nP1\n".getBytes(StandardCharsets.UTF_8));
        assertThat(all(file.text())).isEqualTo("sourcedId\nP1\n");
        content = "sourcedId\nP2\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> all(file.text()))
                .isInstanceOf(UnreadableRosterException.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void aLetterAcrossTwoBuffersIsStillOneLetter() throws IOException {
        String text = "x".repeat((1 << 16) - 1) + "é".repeat(40_000) + "👩";

        assertThat(all(file(text.getBytes(StandardCharsets.UTF_8)).text())).isEqualTo(text);
    }

    @Test
    void aFileCutInsideALetterIsTakenForLatin() throws IOException {
        assertThat(all(file(new byte[] {'a', (byte) 0xC3}).text())).isEqualTo("aÃ");
    }

    @Test
    void aFieldWithoutEndIsPassedOnOnlyToItsLimit() throws IOException {
        for (String field : new String[] {"x".repeat(10_000_000), "\"" + "\"\",x\n".repeat(2_000_000) + "\""}) {
            String passed = all(new LimitedText(new StringReader("a," + field + ",b\n"), ','));

            assertThat(passed)
                    .hasSizeLessThan(2 * LimitedText.MAX_FIELD + 10)
                    .startsWith("a,")
                    .endsWith(",b\n");
        }
    }

    @Test
    void aRowWithoutEndIsPassedOnOnlyToItsLimit() throws IOException {
        String passed = all(new LimitedText(new StringReader("x,".repeat(5_000_000) + "\nb\n"), ','));

        assertThat(passed).hasSizeLessThan(LimitedText.MAX_ROW + 10).endsWith("\nb\n");
    }

    @Test
    void whatKeepsToTheLimitsIsPassedOnAsItIs() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {"a", ",", "\n", "\r\n", "\"x\"", "\"\"\"\"", "\"a,\nb\"", ",\"\",", "é"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                String part = parts[random.nextInt(parts.length)];
                boolean opens = text.isEmpty() || ",\n".indexOf(text.charAt(text.length() - 1)) >= 0;
                text.append(part.startsWith("\"") && !opens ? "," : "").append(part);
                text.append(part.endsWith("\"") ? "," : "");
            }
            text.append('\n');
            assertThat(all(new LimitedText(new StringReader(text.toString()), ',')))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString());
        }
    }
}
