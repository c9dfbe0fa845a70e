package dev.cartable.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of the README is that of classes that are tested. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "examples/quickstart/src/main/java/dev/cartable/quickstart/AccountsFromRoster.java",
                "examples/quickstart/src/main/java/dev/cartable/quickstart/BookOverdue.java",
                "examples/quickstart/src/main/java/dev/cartable/quickstart/MeteredPortal.java",
                "adapters-spring/src/test/java/dev/cartable/spring/Enrolment.java"
            })
    void theReadmeShowsIt(String source) throws IOException {
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(shown(ROOT.resolve(source)));
    }

    /** What stands between the two marks, as a block of the README. */
    private static String shown(Path source) throws IOException {
        List<String> lines = Files.readAllLines(source);
        List<String> stripped = lines.stream().map(String::strip).toList();
        int begin = stripped.indexOf("// readme");
        int end = stripped.lastIndexOf("// readme");
        int indent = lines.get(begin).indexOf('/');
        return lines.subList(begin + 1, end).stream()
                .map(line -> line.isEmpty() ? line : line.substring(indent))
                .collect(Collectors.joining("\n", "```java\n", "\n```"));
    }
}
