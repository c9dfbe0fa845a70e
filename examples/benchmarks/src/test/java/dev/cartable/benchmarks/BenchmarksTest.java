package dev.cartable.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    private static final List<String> LINES = List.of(
            "generation",
            "names",
            "growth",
            "rerun",
            "export",
            "mail, one by one",
            "mail, a connection each",
            "mail, slow server",
            "mail, ready messages",
            "delay, median",
            "delay, 99 %",
            "delay, 99.9 %",
            "delay, longest",
            "drain heap",
            "heap",
            "planning",
            "planning heap",
            "why, median",
            "why, 95 %",
            "why, 95 %, round trips",
            "start, time",
            "start, beans");
    private static final List<String> ON_POSTGRESQL = List.of(
            "drain, db-scheduler",
            "drain, SKIP LOCKED",
            "drain, in batches, db-scheduler",
            "drain, SKIP LOCKED one by one",
            "nodes",
            "record, batches",
            "record, one by one",
            "allowance",
            "allowance, many events",
            "allowance, sums",
            "window boundary, asking",
            "window boundary, in place",
            "window boundary, in place beside a snapshot",
            "alert pass",
            "statistics",
            "consume, one user",
            "consume, many users",
            "consume, in memory",
            "backup, drill",
            "web, my_usage",
            "web, add_usage");

    @Tag("systems")
    @Test
    void everyBenchmarkPrintsARatioOnH2() throws Exception {
        String output = run("--quick", "--long", "--db", "h2");

        hasAllLines("h2", output);
        hasLine("h2", "report cards", output);
        hasLine("h2", "report cards heap", output);
        hasLine("h2", "invoices heap", output);
        if (Program.isInstalled("zip")) {
            hasLine("h2", "archives, large files, zip", output);
            hasLine("h2", "archives, text size", output);
        }
    }

    @Tag("systems")
    @Test
    void everyBenchmarkPrintsARatioOnPostgresql() throws Exception {
        String output = run("--quick", "--long", "--db", "postgresql");

        Assumptions.assumeFalse(output.contains("PostgreSQL is left out"), output);
        assertThat(output).contains("fsync=on, synchronous_commit=on, full_page_writes=on");
        hasAllLines("postgresql", output);
        ON_POSTGRESQL.forEach(line -> hasLine("postgresql", line, output));
    }

    @Tag("systems")
    @Test
    void aBackupOfItsOwnProcessFindsItsClassesInAnotherFolder(@TempDir Path folder) throws Exception {
        Path media = Files.createDirectory(folder.resolve("media"));
        Files.writeString(media.resolve("receipt.txt"), "paid");
        Path vault = Files.createDirectory(folder.resolve("vault"));
        String before = System.getProperty("java.class.path");
        Path here = Path.of("").toAbsolutePath();
        System.setProperty(
                "java.class.path",
                Arrays.stream(before.split(Pattern.quote(File.pathSeparator)))
                        .map(entry -> here.relativize(Path.of(entry).toAbsolutePath()))
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        try {
            BackupRun.seconds("create", vault, media);
        } finally {
            System.setProperty("java.class.path", before);
        }

        try (Stream<Path> made = Files.list(vault)) {
            assertThat(made.map(Path::toString)).anyMatch(name -> name.endsWith(".zip"));
        }
    }

    @Test
    void onlyWhatIsNamedRuns() throws Exception {
        assertThat(run("--quick", "--only", "rerun", "--db", "h2").lines().filter(line -> line.startsWith("| h2")))
                .singleElement()
                .asString()
                .startsWith("| h2 | rerun |");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertThatThrownBy(() -> Options.parse("--fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--fast");
    }

    @Test
    void aRatioComparesMediansAndItsNoiseComparesPairs() {
        Measured measured = new Measured(List.of(4.0, 9.0, 5.0), List.of(2.0, 3.0, 2.0));

        assertThat(measured.ratio()).isEqualTo(2.5, within(1e-9));
        assertThat(measured.least()).isEqualTo(2.0, within(1e-9));
        assertThat(measured.greatest()).isEqualTo(3.0, within(1e-9));
    }

    private static void hasAllLines(String database, String output) {
        for (String line : LINES) {
            hasLine(database, line, output);
        }
    }

    private static void hasLine(String database, String line, String output) {
        assertThat(output).containsPattern("(?m)^\\| " + database + " \\| " + line + " \\| \\d+\\.\\d\\d× \\|");
    }

    private static String run(String... arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Main(Options.parse(arguments), new PrintStream(bytes, true, UTF_8)).run();
        return bytes.toString(UTF_8);
    }
}
