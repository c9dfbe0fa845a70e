package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The starter's README: its Java and its SQL are those that the tests run, its table names every property. */
class SpringReadmeTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(cartable\\.[a-z.-]+)` \\|");
    private static final Pattern PROPERTY = Pattern.compile(
            "\\{\\s*\"name\": \"(cartable\\.[a-z.-]+)\",\\s*\"type\": \"(?!dev\\.cartable\\.spring\\.(?!.*Engine))");

    /** The tests of boot3-it run one folder below. */
    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("boot3-it") ? here.resolve("..") : here;
    }

    private static String readme() throws IOException {
        return Files.readString(module().resolve("README.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enrolment", "NightlyAccounts", "ParentPaths", "ParentPages", "OtherPaths", "FirstTry"})
    void theJavaIsThatOfTheTests(String type) throws IOException {
        List<String> lines = Files.readAllLines(
                module().resolve("src/test/java/dev/cartable/spring").resolve(type + ".java"));
        List<String> stripped = lines.stream().map(String::strip).toList();
        int begin = stripped.indexOf("// readme");
        int indent = lines.get(begin).indexOf('/');
        String shown = lines.subList(begin + 1, stripped.lastIndexOf("// readme")).stream()
                .map(line -> line.isEmpty() ? line : line.substring(indent))
                .collect(Collectors.joining("\n", "```java\n", "\n```"));

        assertThat(readme()).contains(shown);
    }

    @Test
    void theSqlIsThatOfTheTests() throws IOException {
        String sql = Files.readString(module().resolve("src/test/resources/dev/cartable/spring/portal.sql"));

        assertThat(readme()).contains("```sql\n" + sql + "```");
    }

    @Test
    void theTableNamesEveryProperty() throws IOException {
        StringBuilder metadata = new StringBuilder();
        var files =
                CartableProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json");
        while (files.hasMoreElements()) {
            try (var in = files.nextElement().openStream()) {
                metadata.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assumeThat(metadata)
                .as("there is no metadata where the profile quick has compiled")
                .contains("\"cartable.zone\"");
        assertThat(names(ROW, readme())).isEqualTo(names(PROPERTY, metadata.toString()));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
