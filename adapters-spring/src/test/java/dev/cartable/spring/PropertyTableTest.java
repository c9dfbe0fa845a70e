package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** The table of all properties, which is generated from what the build writes down for editors. */
class PropertyTableTest {
    private static final String AGAIN =
            "PROPERTIES.md is not what the properties are now. Write it again with: ./mvnw test -pl"
                    + " adapters-spring -am -Dtest=PropertyTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dcartable.properties.write=true";

    private static final String HEAD = """
            # All properties of the starter

            This page is generated from the descriptions that editors show. A test compares it with them, and says how to write it again.

            | property | default | meaning |
            |---|---|---|
            """;

    @Test
    void theTableIsThatOfTheMetadata() throws IOException {
        String metadata = metadata();
        assumeThat(metadata)
                .as("there is no metadata where the profile quick has compiled")
                .isNotEmpty();
        String table = HEAD
                + rows(metadata).entrySet().stream()
                        .map(row -> row.getValue() + "\n")
                        .collect(Collectors.joining());
        Path file = file();
        if (Boolean.getBoolean("cartable.properties.write")) {
            Files.writeString(file, table);
        }

        assertThat(Files.readString(file)).as(AGAIN).isEqualTo(table);
    }

    @Test
    void everyPropertySaysWhatItIs() throws IOException {
        String metadata = metadata();
        assumeThat(metadata).isNotEmpty();

        assertThat(rows(metadata)).hasSizeGreaterThan(100);
        assertThat(rows(metadata).values()).allSatisfy(row -> assertThat(row).doesNotContain("|  |\n", "null"));
    }

    /** The tests of boot3-it run one folder below. */
    private static Path file() {
        Path here = Path.of("").toAbsolutePath();
        return (here.endsWith("boot3-it") ? here.resolve("..") : here).resolve("PROPERTIES.md");
    }

    private static String metadata() throws IOException {
        var files =
                CartableProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        while (files.hasMoreElements()) {
            try (var in = files.nextElement().openStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains("\"cartable.zone\"")) {
                    return text;
                }
            }
        }
        return "";
    }

    private static Map<String, String> rows(String metadata) {
        List<?> properties =
                (List<?>) JsonParserFactory.getJsonParser().parseMap(metadata).get("properties");
        Map<String, String> rows = new TreeMap<>();
        for (Object one : new ArrayList<>(properties)) {
            Map<?, ?> property = (Map<?, ?>) one;
            Object value = property.get("defaultValue");
            String name = String.valueOf(property.get("name"));
            if (String.valueOf(property.get("type")).startsWith("dev.cartable.spring.")
                    && !String.valueOf(property.get("type")).contains("$Engine")) {
                continue; // a group, whose properties follow
            }
            String text = value instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                    : value == null ? "" : String.valueOf(value);
            rows.put(
                    name,
                    "| `" + name + "` | " + (text.isEmpty() ? "" : "`" + text + "`") + " | "
                            + String.valueOf(property.get("description"))
                                    .replaceAll("\\s+", " ")
                                    .replaceAll("\\{@code ([^}]*)}", "`$1`")
                                    .replace("|", "\\|")
                            + " |");
        }
        return rows;
    }
}
