package dev.cartable.springhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What READMEs show of the portal is what its tests run. */
class HostReadmeTest {
    @ParameterizedTest
    @CsvSource({
        "README.md, src/test/java/dev/cartable/springhost/EnrolmentTest.java",
        "../../adapters-spring/README.md, src/test/java/dev/cartable/springhost/EnrolmentTest.java",
        "../../adapters-spring/README.md, src/main/java/dev/cartable/springhost/Opening.java",
        "../../adapters-spring/README.md, src/main/java/dev/cartable/springhost/ParentPaths.java"
    })
    void theJavaIsThatOfThePortal(String readme, String file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        List<String> stripped = lines.stream().map(String::strip).toList();
        int begin = stripped.indexOf("// readme");
        int indent = lines.get(begin).indexOf('/');
        String shown = lines.subList(begin + 1, stripped.lastIndexOf("// readme")).stream()
                .map(line -> line.isEmpty() ? line : line.substring(indent))
                .collect(Collectors.joining("\n", "```java\n", "\n"));

        assertThat(Files.readString(Path.of(readme))).contains(shown);
    }
}
