package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.JdbcStores;
import dev.cartable.jdbc.SchemaMode;
import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Invoice;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.ReportRelease;
import dev.cartable.school.model.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that make report cards, or notify people of them, are killed ({@code kill -9}) at steps that are chosen beforehand. */
class ReportCardKillTest {
    private static final int PUPILS = 500;
    private static final int OF_CLASS = 25;

    /** More than a chunk of 50 report cards has, so that some processes write one and others none. */
    private static final int STEPS = 90;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.postgresql();

    @BeforeEach
    void fiveHundredPupilsHaveGrades() {
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.MIGRATE)
                .build();
        List<Pupil> pupils = new ArrayList<>();
        List<Grade> grades = new ArrayList<>();
        List<ReportRelease> releases = new ArrayList<>();
        for (int i = 0; i < PUPILS; i++) {
            PupilId id = new PupilId("P%03d".formatted(i));
            PromotionId promotion = new PromotionId("C%02d".formatted(i / OF_CLASS));
            pupils.add(new Pupil(id, new PersonName("Given " + i, "Family"), promotion, id + "@school.example", true));
            grades.add(new Grade(
                    "g" + i,
                    id,
                    promotion,
                    Subject.of("MATHS"),
                    ReportCardNode.TERM,
                    LocalDate.of(2026, 10, 1),
                    null,
                    new Mark.Points(BigDecimal.valueOf(i % 21), new BigDecimal("20")),
                    BigDecimal.ONE,
                    false));
            if (i % OF_CLASS == 0) {
                releases.add(new ReportRelease(new ClassTerm(promotion, ReportCardNode.TERM), Instant.EPOCH));
            }
        }
        stores.unitOfWork().run(tx -> {
            stores.rosterStore().savePupils(tx, pupils);
            stores.recordStore().saveGrades(tx, grades);
            stores.recordStore().saveReleases(tx, releases);
        });
    }

    @Tag("systems")
    @Test
    void afterTwentyKillsEachPupilHasOneDocumentAndOneNotice() throws Exception {
        Path vault = folder.resolve("vault");
        for (int kill = 0; kill < 14; kill++) {
            killAt(vault, ReportCardNode.GENERATE, 1 + (kill * 23) % STEPS, kill == 0);
        }
        assertThat(count("SELECT count(*) FROM cartable_document"))
                .as("some chunks were written before the kills, and not all")
                .isBetween(1L, PUPILS - 1L);
        assertThat(toItsEnd(vault, ReportCardNode.GENERATE)).contains("failed=0");
        for (int kill = 0; kill < 6; kill++) {
            killAt(vault, ReportCardNode.NOTIFY, 1 + kill * 70, kill == 0);
        }
        assertThat(count("SELECT count(*) FROM cartable_notice"))
                .as("some were queued before the kills, and not all")
                .isBetween(1L, PUPILS - 1L);
        toItsEnd(vault, ReportCardNode.NOTIFY);

        assertThat(toItsEnd(vault, ReportCardNode.GENERATE)).contains("unchanged=" + PUPILS);
        assertThat(toItsEnd(vault, ReportCardNode.NOTIFY)).contains("unchanged=" + PUPILS, "notices=0");
        assertThat(count("SELECT count(*) FROM cartable_document WHERE revision = 1"))
                .isEqualTo(PUPILS);
        assertThat(count("SELECT count(*) FROM cartable_document")).isEqualTo(PUPILS);
        assertThat(count("SELECT count(DISTINCT pupil_id) FROM cartable_document"))
                .isEqualTo(PUPILS);
        assertThat(count("SELECT count(*) FROM cartable_notice")).isEqualTo(PUPILS);
        assertThat(count("SELECT count(DISTINCT recipient) FROM cartable_notice"))
                .isEqualTo(PUPILS);
        assertThat(files(vault)).as("no file is left without a document").hasSize(PUPILS);
    }

    @Tag("systems")
    @Test
    void afterKillsEachPayerHasOneDocumentOfEachInvoice() throws Exception {
        int invoices = 200;
        JdbcStores stores = JdbcStores.builder(database.dataSource())
                .schemaMode(SchemaMode.NEVER)
                .build();
        List<Invoice> all = new ArrayList<>();
        for (int i = 0; i < invoices; i++) {
            all.add(invoice(i));
        }
        stores.unitOfWork().run(tx -> stores.recordStore().saveInvoices(tx, all));
        Path vault = folder.resolve("vault");
        for (int kill = 0; kill < 5; kill++) {
            killAt(vault, ReportCardNode.INVOICES, 1 + (kill * 29) % STEPS, kill == 0);
        }
        assertThat(count("SELECT count(*) FROM cartable_document")).isBetween(1L, 2L * invoices - 1);

        assertThat(toItsEnd(vault, ReportCardNode.INVOICES)).contains("failed=0");

        assertThat(toItsEnd(vault, ReportCardNode.INVOICES)).contains("unchanged=" + 2L * invoices);
        assertThat(count("SELECT count(*) FROM cartable_document WHERE revision = 1"))
                .isEqualTo(2L * invoices);
        assertThat(count("SELECT count(*) FROM cartable_document")).isEqualTo(2L * invoices);
        assertThat(files(vault)).as("no file is left without a document").hasSize(2 * invoices);
    }

    private static Invoice invoice(int number) {
        return new Invoice(
                "i" + number,
                "F-" + number,
                new PupilId("P%03d".formatted(number)),
                Currency.getInstance("GNF"),
                Invoice.State.ISSUED,
                List.of(new Invoice.Instalment(1, LocalDate.of(2026, 12, 15), new BigDecimal("450000"))),
                List.of(),
                null,
                false,
                new Invoice.Details(
                        Invoice.Type.INVOICE,
                        LocalDate.of(2026, 11, 28),
                        List.of(),
                        List.of(
                                new Invoice.Payer(1, null, "Mère", List.of(), 3),
                                new Invoice.Payer(2, null, "Père", List.of(), 2)),
                        null));
    }

    /** @param beside whether a second process is started while the first one is in the middle of it */
    private void killAt(Path vault, String work, int step, boolean beside) throws Exception {
        Process process = ReportCardNode.start(database, vault, work, step);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).as("%s at step %s", work, step).isEqualTo(ReportCardNode.HERE);
            if (beside) {
                assertThat(toItsEnd(vault, work)).isEqualTo(ReportCardNode.HELD);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private String toItsEnd(Path vault, String work) throws Exception {
        Process process = ReportCardNode.start(database, vault, work, 0);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String counts = said.readLine();
            assertThat(process.waitFor()).isZero();
            return String.valueOf(counts);
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> files(Path vault) throws IOException {
        try (Stream<Path> all = Files.walk(vault)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private long count(String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
