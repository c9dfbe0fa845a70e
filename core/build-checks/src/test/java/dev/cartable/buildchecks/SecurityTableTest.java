package dev.cartable.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of the OWASP ASVS in SECURITY.md: each test that it names is there, and no point of a section is left out. */
class SecurityTableTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| v5\\.0\\.0-(\\d+\\.\\d+)\\.(\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|Contract))(?:#([A-Za-z0-9_]+))?`");
    private static final List<String> SINGLE = List.of("11.2", "16.4");
    private static final List<String> CHAPTERS = List.of("1", "2", "4", "6", "7", "8", "9", "14");

    private static final Map<String, List<Path>> TESTS = new HashMap<>();

    @BeforeAll
    static void findTests() throws IOException {
        Files.walkFileTree(PublishedJars.PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
                return Set.of("target", ".git").contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith("Test.java") || name.endsWith("Contract.java")) {
                    TESTS.computeIfAbsent(name.replace(".java", ""), test -> new ArrayList<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PublishedJars.PROJECT.resolve("SECURITY.md")))
                .results()
                .toList();
    }

    @Test
    void every_test_that_it_names_is_there() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (MatchResult row : rows()) {
            for (MatchResult test : NAMED.matcher(row.group(4)).results().toList()) {
                named++;
                if (!isThere(test.group(1), test.group(2) == null ? "" : test.group(2))) {
                    missing.add(row.group(1) + "." + row.group(2) + " " + test.group());
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    private static boolean isThere(String test, String method) throws IOException {
        for (Path file : TESTS.getOrDefault(test, List.of())) {
            if (method.isEmpty()
                    || Pattern.compile("(?:void|Stream<DynamicTest>) " + method + "\\(")
                            .matcher(Files.readString(file))
                            .find()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void each_point_has_a_test_or_a_reason_and_no_section_has_a_gap() throws IOException {
        Map<String, List<Integer>> sections = new LinkedHashMap<>();
        for (MatchResult row : rows()) {
            sections.computeIfAbsent(row.group(1), section -> new ArrayList<>()).add(Integer.valueOf(row.group(2)));
            assertThat(row.group(4)).as(row.group(1) + "." + row.group(2)).hasSizeGreaterThan(9);
        }

        assertThat(sections.keySet().stream().map(section -> section.split("\\.", 2)[0]))
                .containsAll(CHAPTERS);
        sections.forEach((section, points) -> {
            if (!SINGLE.contains(section)) {
                assertThat(points)
                        .as(section)
                        .isEqualTo(
                                IntStream.rangeClosed(1, points.size()).boxed().toList());
            }
        });
    }
}
