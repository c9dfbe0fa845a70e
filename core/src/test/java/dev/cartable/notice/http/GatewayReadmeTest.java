package dev.cartable.notice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GatewayReadmeTest {
    /** Each gateway that the README shows: its settings are read, and it asks for nothing more. */
    @Test
    void theSettingsOfTheReadmeAreRead() throws IOException {
        List<String> blocks = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.startsWith("preset=") || block.startsWith("url="))
                .toList();

        assertThat(blocks)
                .extracting(block -> block.lines().findFirst().orElseThrow())
                .containsExactly(
                        "preset=orange",
                        "preset=twilio",
                        "preset=africas-talking",
                        "preset=whatsapp",
                        "url=https://gateway.example.org/v1/send");
        for (String block : blocks) {
            Properties settings = new Properties();
            settings.load(new StringReader(block));
            Map<String, String> given = new HashMap<>();
            settings.stringPropertyNames().forEach(name -> given.put(name, settings.getProperty(name)));
            assertThat(GatewaySettings.of(given).from()).as(block).isEqualTo(given.get("from"));
        }
    }
}
