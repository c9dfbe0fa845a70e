package dev.cartable.readme;

import static dev.cartable.account.model.GenerationRequest.everyone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.Cartable;
import dev.cartable.account.AccountPlan;
import dev.cartable.cli.CommandLineTool;
import dev.cartable.cli.frame.Surroundings;
import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.mail.EmlCourier;
import dev.cartable.mail.Sender;
import dev.cartable.notice.port.Courier;
import dev.cartable.school.csv.CsvRoster;
import dev.cartable.work.Brake;
import dev.cartable.work.HostKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path THIS = Path.of("src", "test", "java", "dev", "cartable", "readme", "ReadmeTest.java");
    private static final Path SERVICE = Path.of(
            "..", "..", "adapters-spring", "src", "test", "java", "dev", "cartable", "spring", "Enrolment.java");

    private static final Pattern SHELL_WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    @TempDir
    Path folder;

    @Test
    void theJavaOfTheReadmeMakesTheAccountsOfTheSampleRosterAndWritesTheirMails() throws IOException {
        DataSource dataSource = TestDatabase.h2().dataSource();
        Path rosterFolder = Path.of("roster");
        Path keyFile = folder.resolve("cartable.key");
        Courier courier = new EmlCourier(folder.resolve("outbox"), Sender.of("school@example.org"));

        // readme
        try (Cartable cartable = Cartable.builder()
                .stores(JdbcStores.create(dataSource)) // H2 or PostgreSQL
                .courier(courier) // JakartaMailCourier.smtp("smtp.example.org"), or your own
                .key(HostKey.fileOrNew(keyFile)) // all nodes need the same file
                .zone(ZoneId.of("Africa/Conakry"))
                .school("École de la Rivière")
                .activationPage(URI.create("https://parents.example.org/activate"))
                .build()) {
            var roster = cartable.rosters().importRoster().plan(CsvRoster.open(rosterFolder), Brake.defaults());
            cartable.rosters().importRoster().apply(roster);
            AccountPlan plan = cartable.accounts().generate().plan(everyone());
            System.out.println(plan.summary()); // this is the dry run
            cartable.accounts().generate().apply(plan);
            cartable.notices().dispatch().drain();
        }
        // readme

        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails).hasSize(34);
        }
    }

    @Test
    void theReadmeShowsThatJavaAndTheStartersTestedService() throws IOException {
        assertThat(Files.readString(README)).contains(shown(THIS)).contains(shown(SERVICE));
    }

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

    /** The commands of the first block under a heading. */
    private static List<String> commands(String heading) throws IOException {
        String section = Files.readString(README).split(heading + "\n", 2)[1];
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
