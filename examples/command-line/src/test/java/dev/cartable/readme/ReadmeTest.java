package dev.cartable.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.CommandLineTool;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.notice.http.GatewayReceipts;
import dev.cartable.notice.http.GatewaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");

    private static final Path FRENCH = Path.of("..", "..", "README.fr.md");

    private static final Pattern PROPERTIES = Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern BLOCK = Pattern.compile("```\\w*\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern SHELL_WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    @TempDir
    Path folder;

    @Test
    void theCommandsOfQuotasAndAlertsInTheReadmeWorkAndEndInAMessage() throws IOException {
        Files.writeString(
                folder.resolve("old-quotas.csv"),
                "user_id,total_bytes,day_bytes,week_bytes,month_bytes\nu1,900,100,300,700\n");
        for (String line : commands("## Quotas and alerts")) {
            int exit = CommandLineTool.run(at(folder), words(line));
            assertThat(exit).as(line).isZero();
        }

        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails).hasSize(1);
        }
    }

    @Test
    void theSettingsOfGatewaysInTheReadmeCanBeUsed() throws IOException {
        String readme = Files.readString(README);
        String section = readme.substring(readme.indexOf("## Short messages"));
        List<String> blocks = PROPERTIES
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).hasSize(5).allSatisfy(block -> {
            Properties properties = new Properties();
            properties.load(new StringReader(block));
            Map<String, String> values = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
            assertThat(GatewayReceipts.of(GatewaySettings.of(values))).isPresent();
        });
    }

    @Test
    void theCommandsOfRemindersInTheReadmeWorkAndEndInMessages() throws IOException {
        for (String sample : List.of("roster", "records")) {
            Path copy = Files.createDirectory(folder.resolve(sample));
            try (Stream<Path> files = Files.list(Path.of(sample))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
        for (String line : commands("## Reminders")) {
            int exit = CommandLineTool.run(at(folder), words(line));
            assertThat(exit).as(line).isZero();
        }

        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails).hasSizeGreaterThan(2);
        }
    }

    /** The tests above run the English ones. */
    @ParameterizedTest
    @CsvSource({
        "## Avec vos élèves, ## With your own roster",
        "## Les quotas et les alertes, ## Quotas and alerts",
        "## Les rappels, ## Reminders"
    })
    void theCommandsOfTheFrenchReadmeAreThoseOfTheEnglishOne(String french, String english) throws IOException {
        assertThat(withoutComments(commands(FRENCH, french)))
                .isNotEmpty()
                .isSubsetOf(withoutComments(commands(english)));
    }

    private static List<String> withoutComments(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst(" +#.*", "").replace(" --lang fr", ""))
                .toList();
    }

    @Test
    void whatTheFrenchReadmeQuotesOfTheStarterStandsOnItsPage() throws IOException {
        String section = Files.readString(FRENCH).split("## Dans une application Spring Boot\n", 2)[1];
        String page = Files.readString(Path.of("..", "..", "adapters-spring", "README.md"));

        List<String> blocks = BLOCK.matcher(section.split("\n## ", 2)[0])
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(blocks).hasSize(5).allSatisfy(block -> assertThat(page).contains(block));
    }

    @Test
    void theCommandsOfReportCardsInTheFrenchReadmeWork() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("grades"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.toString()));
            }
        }
        for (String line : commands(FRENCH, "## Les bulletins")) {
            int exit = CommandLineTool.run(at(folder), words(line));
            assertThat(exit).as(line).isZero();
        }
        assertThat(folder.resolve("conseil.pdf")).isNotEmptyFile();
        assertThat(folder.resolve("bulletins.pdf")).isNotEmptyFile();
    }

    /** The commands of the first block under a heading. */
    private static List<String> commands(String heading) throws IOException {
        return commands(README, heading);
    }

    private static List<String> commands(Path readme, String heading) throws IOException {
        String section = Files.readString(readme).split(heading + "\n", 2)[1];
        return section.split("```", 3)[1].strip().lines().toList();
    }

    /** What a shell would make of a command: quoted words, and a comment at the end. */
    private static String[] words(String line) {
        List<String> words = SHELL_WORD
                .matcher(line)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .takeWhile(word -> !word.equals("#"))
                .toList();
        assertThat(words).first().isEqualTo("cartable");
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    private static Surroundings at(Path place) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Surroundings(
                nowhere,
                nowhere,
                InputStream.nullInputStream(),
                Map.of(),
                place,
                false,
                false,
                InstantSource.fixed(Instant.parse("2026-11-18T10:00:00Z")));
    }
}
