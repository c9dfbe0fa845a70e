package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that ship with the example, and what becomes of others. */
class RecordCommandsTest {
    @TempDir
    Path folder;

    @OnEachDatabase
    void theFilesOfTheExampleAreImportedAndASecondTimeChangeNothing(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        assertThat(desk.run("roster", "import", Desk.SAMPLE.toString()).exit()).isZero();

        check(desk, "absences", "absences.csv", 5);
        check(desk, "invoices", "factures.csv", 4);
        check(desk, "invoices", "factures-payeurs.csv", 6);
        check(desk, "payments", "paiements.csv", 2);
        check(desk, "sessions", "sessions.csv", 4);
        check(desk, "plans", "plans.csv", 2);
        check(desk, "subscriptions", "subscriptions.csv", 3);
        check(desk, "calendar", "calendar.csv", 6);
        check(desk, "calendar", "holidays.ics", 4);
        assertThat(desk.stores().invoices().invoices(List.of("F001", "F002")))
                .allSatisfy(invoice -> assertThat(invoice.payments()).hasSize(1));
        assertThat(desk.stores().invoices().invoices(List.of("F010")))
                .singleElement()
                .satisfies(invoice -> {
                    assertThat(invoice.details().lines()).hasSize(2);
                    assertThat(invoice.shares())
                            .extracting(share -> share.total().toPlainString())
                            .containsExactly("500000", "500000");
                });
    }

    private static void check(Desk desk, String group, String file, int rows) {
        String path = Desk.RECORDS.resolve(file).toString();
        Json plan = desk.json(group, "import", path, "--dry-run");
        assertThat(plan.count("created")).as(group).isEqualTo(rows);
        Json first = desk.json(group, "import", path, "--zone", "Africa/Conakry");
        assertThat(first.count("rows")).as(group).isEqualTo(rows);
        assertThat(first.count("created")).as(group).isEqualTo(rows);
        assertThat(first.count("failed")).as(group).isZero();
        Json again = desk.json(group, "import", path, "--zone", "Africa/Conakry");
        assertThat(again.count("unchanged")).as(group).isEqualTo(rows);
    }

    @Test
    void aRowThatCannotBeUsedIsNamedAndTheOthersAreStored() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.run("roster", "import", Desk.SAMPLE.toString());
        Files.writeString(
                folder.resolve("absences.csv"), "élève;date\nP001;2026-09-01\nP001;2026-02-30\nnobody;2026-09-01\n");

        Desk.Result result = desk.run("absences", "import", "absences.csv");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out())
                .contains("absences.csv 3 date: not a date in the form 2026-09-01")
                .contains("absences.csv 4 élève: the roster has no pupil nobody");
        Json json = desk.json("absences", "import", "absences.csv");
        assertThat(json.count("unchanged")).isOne();
        assertThat(json.count("failed")).isEqualTo(2);
    }

    @OnEachDatabase
    void aRecordOfAnErasedPupilIsRefused(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.run("roster", "import", Desk.SAMPLE.toString());
        String file = Desk.RECORDS.resolve("absences.csv").toString();
        desk.run("absences", "import", file);
        assertThat(desk.run("people", "erase", "P001", "--as", "pupil", "--yes").exit())
                .isZero();
        desk.run("roster", "import", Desk.SAMPLE.toString());

        Desk.Result again = desk.run("absences", "import", file, "--lang", "fr");

        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.out()).contains("les données de l’élève P001 ont été effacées à sa demande");
        assertThat(desk.json("absences", "import", file).list("errors"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.text("code")).isEqualTo("ERASED_PUPIL"));
    }

    @ParameterizedTest
    @CsvSource({"comma, 1500", "point, 1.5"})
    void anAmountThatMayBeTwoIsReadByTheMarkThatIsStated(String mark, String amount) throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.run("roster", "import", Desk.SAMPLE.toString());
        Files.writeString(folder.resolve("invoices.csv"), "invoice,pupil,currency,amount\ni1,P001,EUR,1.500\n");

        assertThat(desk.run("invoices", "import", "invoices.csv").out()).contains("--decimal comma");
        assertThat(desk.run("invoices", "import", "invoices.csv", "--decimal", mark)
                        .exit())
                .isZero();
        assertThat(desk.stores().invoices().invoices(List.of("i1")))
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.remaining()).isEqualByComparingTo(amount));
    }

    @Test
    void aFileThatCannotBeReadLeavesNoDatabase() throws IOException {
        Desk desk = Desk.withFile(folder);
        Files.writeString(folder.resolve("absences.csv"), "pupil,date\nP001,2026-09-01\nP0");

        Desk.Result result = desk.run("absences", "import", "absences.csv");

        assertThat(result.exit()).isOne();
        assertThat(result.err()).contains("breaks off in line 3");
        assertThat(folder.resolve("cartable.mv.db")).doesNotExist();
    }
}
