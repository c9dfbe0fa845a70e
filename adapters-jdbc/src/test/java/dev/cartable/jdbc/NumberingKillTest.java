package dev.cartable.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.billing.model.InvoiceDraft;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of eight threads each issue the same drafts and are killed at it: no number is left out, and none is given twice. */
@Tag("systems")
class NumberingKillTest {
    private static final int DRAFTS = 400;
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    private final List<Path> said = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    @Timeout(120)
    void onPostgresql() throws Exception {
        TestDatabase database = TestDatabase.postgresql();
        check(database.dataSource(), database.url(), database.user());
    }

    /** Killing a client of a server kills its transactions, as killing an application beside a database does. */
    @Test
    @Timeout(120)
    void onH2() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-baseDir", folder.toString(), "-ifNotExists")
                .start();
        try {
            String url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/./school;DB_CLOSE_DELAY=-1";
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(url);
            source.setUser("sa");
            check(source, url, "sa");
        } finally {
            server.stop();
        }
    }

    private void check(DataSource source, String url, String user) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JdbcStores stores =
                JdbcStores.builder(source).schemaMode(SchemaMode.MIGRATE).build();
        draft(stores);

        List<Process> nodes = new ArrayList<>(List.of(start(url, user, seed), start(url, user, seed + 1)));
        for (int kill = 0; kill < KILLS; kill++) {
            int victim = random.nextInt(2);
            awaitLines((kill + 1) * 60 + random.nextInt(40), nodes);
            nodes.get(victim).destroyForcibly().waitFor();
            nodes.set(victim, start(url, user, seed + 2 + kill));
        }
        for (Process node : nodes) {
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).isZero();
        }

        List<Invoice> issued;
        try (Stream<Invoice> all = stores.issuedInvoices().issued(null)) {
            issued = all.sorted(Comparator.comparing(Invoice::number)).toList();
        }
        assertThat(issued)
                .as("seed " + seed)
                .extracting(Invoice::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, DRAFTS)
                        .mapToObj("2026-%05d"::formatted)
                        .toList());
        assertThat(issued)
                .as("seed " + seed)
                .extracting(invoice -> invoice.details().issuedOn())
                .isSortedAccordingTo(Comparator.comparing(day -> day == null ? LocalDate.MIN : day))
                .contains(IssuingChild.TODAY.minusDays(1), IssuingChild.TODAY);
        assertThat(issued.stream()
                        .map(invoice ->
                                invoice.number() + " " + invoice.details().issuedOn()))
                .as("what was committed is there, seed " + seed)
                .containsAll(lines())
                .hasSizeLessThanOrEqualTo(lines().size() + 2 * KILLS * 8);
        assertThat(lines()).as("no number twice, seed " + seed).doesNotHaveDuplicates();
    }

    private static void draft(JdbcStores stores) {
        Currency currency = Currency.getInstance("GNF");
        PupilId pupil = new PupilId("ali");
        List<Invoice.Line> lines = List.of(InvoiceDraft.line("Scolarité", BigDecimal.ONE, BigDecimal.TEN, currency));
        List<Invoice.Instalment> instalments = List.of(new Invoice.Instalment(1, null, BigDecimal.TEN));
        stores.unitOfWork().run(tx -> {
            stores.rosterStore()
                    .savePupils(tx, List.of(new Pupil(pupil, new PersonName("Ali", "Ba"), null, null, true)));
            for (int i = 0; i < DRAFTS; i++) {
                stores.billing()
                        .addDraft(
                                tx,
                                new InvoiceDraft(
                                        "d%05d".formatted(i), 0, pupil, currency, lines, instalments, List.of()));
            }
        });
    }

    private void awaitLines(int count, List<Process> nodes) throws IOException {
        while (lines().size() < count) {
            assertThat(nodes).as("both are at work").allMatch(Process::isAlive);
            Thread.onSpinWait();
        }
    }

    /** Whole lines of all processes; the last one of one that was killed may be half there. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : said) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            lines.addAll(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        }
        return lines;
    }

    private Process start(String url, String user, long seed) throws IOException {
        Path says = Files.createTempFile(folder, "node", ".txt");
        said.add(says);
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        IssuingChild.class.getName(),
                        url,
                        user,
                        Long.toString(seed))
                .redirectOutput(says.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(node);
        return node;
    }
}
