package dev.cartable.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The starter's README: its Java and its SQL are those that the tests run. */
class SpringReadmeTest {
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
}
