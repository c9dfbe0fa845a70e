package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An invoice from its draft to its credit note. */
class BillingCommandsTest {
    private static final String TODAY = "2026-11-18T10:00:00Z";

    @TempDir
    Path folder;

    private Desk desk(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        assertThat(desk.run("roster", "import", Desk.SAMPLE.toString()).exit()).isZero();
        return desk;
    }

    private static String[] issuing(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--issue-invoices", "on", "--now", TODAY, "--zone", "Africa/Conakry"));
        return words.toArray(String[]::new);
    }

    @OnEachDatabase
    void anInvoiceIsDraftedIssuedPaidAndCancelled(TestDatabase.Kind kind) throws IOException {
        Desk desk = desk(kind);

        Json drafted = desk.json(issuing(
                "invoices",
                "draft",
                "P001",
                "--line",
                "Scolarité;1;1500000",
                "--line",
                "Remise fratrie;-150000",
                "--currency",
                "GNF",
                "--due",
                "2026-12-31",
                "--instalments",
                "2",
                "--payer",
                "G001=1",
                "--sponsor",
                "Fonds scolaire <bureau@fonds.example>=2"));
        String draft = drafted.list("drafts").get(0).text("draft");
        assertThat(desk.json(issuing("invoices", "list")).list("invoices")).isEmpty();
        assertThat(desk.json(issuing("invoices", "list", "--drafts")).list("drafts"))
                .singleElement()
                .satisfies(row -> assertThat(row.text("total")).isEqualTo("1350000"));

        Json plan = desk.json(issuing("invoices", "issue", "--dry-run"));
        assertThat(plan.count("issued")).isOne();
        Json issued = desk.json(issuing("invoices", "issue", "--plan", plan.text("digest")));
        assertThat(issued.list("issued").get(0).text("number")).isEqualTo("2026-00001");
        assertThat(issued.list("issued").get(0).text("draft")).isEqualTo(draft);

        Json shown = desk.json(issuing("invoices", "show", "2026-00001"));
        assertThat(shown.list("payers").get(1).text("name")).isEqualTo("Fonds scolaire");
        assertThat(shown.list("payers").get(1).text("email")).isEqualTo("bureau@fonds.example");
        assertThat(shown.list("lines")).hasSize(2);
        assertThat(shown.list("instalments"))
                .extracting(row -> row.text("amount"))
                .containsExactly("675000", "675000");
        assertThat(shown.list("payers")).extracting(row -> row.text("total")).containsExactly("450000", "900000");

        assertThat(desk.run(issuing("payments", "record", "2026-00001", "100000", "--lang", "fr")))
                .satisfies(result -> {
                    assertThat(result.exit()).isOne();
                    assertThat(result.err()).contains("--payer N");
                });
        Json paid = desk.json(issuing(
                "payments", "record", "2026-00001", "100000", "--payer", "1", "--id", "R7", "--method", "chèque 12"));
        assertThat(paid.text("remaining")).isEqualTo("1250000");
        assertThat(paid.text("state")).isEqualTo("PARTLY_PAID");
        assertThat(desk.run(issuing("invoices", "list", "--unpaid", "--pupil", "P001"))
                        .out())
                .contains("2026-00001")
                .contains("partly paid");

        assertThat(desk.run(issuing("invoices", "cancel", "2026-00001")).out()).contains("A2026-00001");
        assertThat(desk.json(issuing("invoices", "list", "--unpaid")).list("invoices"))
                .isEmpty();
        assertThat(desk.json(issuing("invoices", "list", "--since", "2026-11-18"))
                        .list("invoices"))
                .extracting(row -> row.text("type"))
                .containsExactlyInAnyOrder("INVOICE", "CREDIT_NOTE");
        assertThat(desk.run(issuing("invoices", "cancel", "2026-00001")).exit()).isOne();

        assertThat(desk.run(issuing("invoices", "export", "books.csv")).out()).contains("books.csv");
        List<String> books = Files.readAllLines(folder.resolve("books.csv"));
        assertThat(books.get(0)).startsWith("type,number,cancels,issuedOn,pupil");
        assertThat(sum(books, "INVOICE,2026-00001,,2026-11-18,P001,", 9)).isEqualByComparingTo("1350000");
        assertThat(sum(books, "CREDIT_NOTE,A2026-00001,2026-00001,2026-11-18,P001,", 10))
                .isEqualByComparingTo("1350000");
        desk.run(issuing("invoices", "export", "excel.csv", "--profile", "excel-fr"));
        assertThat(Files.readString(folder.resolve("excel.csv")))
                .as("an amount is a number to Excel")
                .contains(";GNF;450000;;100000;0;");
    }

    /** What a column of these rows comes to. */
    private static BigDecimal sum(List<String> rows, String start, int column) {
        return rows.stream()
                .filter(row -> row.startsWith(start))
                .map(row -> new BigDecimal(row.split(",", -1)[column]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void nobodyIsRemindedWhileTheSchoolWaits() {
        Desk desk = desk(TestDatabase.Kind.H2);
        desk.run(issuing(
                "invoices", "draft", "P001", "--line", "Cantine;300000", "--currency", "GNF", "--due", "2026-11-11"));
        desk.run(issuing("invoices", "issue"));
        assertThat(bursar(desk)).hasSize(1);

        assertThat(desk.json(issuing("invoices", "postpone", "2026-00001", "--until", "2026-11-18"))
                        .list("invoices"))
                .singleElement()
                .satisfies(row -> assertThat(row.text("promisedFor")).isEqualTo("2026-11-18"));
        assertThat(bursar(desk)).isEmpty();
        assertThat(desk.run(issuing("invoices", "postpone", "2026-00001", "--no-longer"))
                        .out())
                .contains("again");
        assertThat(bursar(desk)).hasSize(1);
        assertThat(desk.run(issuing("invoices", "postpone", "2026-00001", "--disputed"))
                        .exit())
                .isZero();
        assertThat(bursar(desk)).isEmpty();
        assertThat(desk.run(issuing("invoices", "postpone", "2026-00001", "--until", "2026-11-18"))
                        .out())
                .contains("while it is disputed");
        assertThat(desk.run(issuing("invoices", "gaps")).out()).contains("No number is missing");
    }

    private static List<Json> bursar(Desk desk) {
        return desk.json(issuing("reminders", "bursar", "--dunning", "1")).list("bursar");
    }

    @Test
    void whereInvoicesAreOfAnotherSystemNothingIsDrafted() {
        Desk desk = desk(TestDatabase.Kind.H2);

        Desk.Result result = desk.run("invoices", "draft", "P001", "--line", "Cantine;10", "--currency", "GNF");

        assertThat(result.exit()).isOne();
        assertThat(result.err()).contains("cartable init --issue-invoices on");
    }

    @Test
    void remindersAreOfWhatCartableHasIssued() {
        Desk desk = desk(TestDatabase.Kind.H2);
        desk.run(issuing(
                "invoices", "draft", "P001", "--line", "Cantine;300000", "--currency", "GNF", "--due", "2026-11-11"));
        desk.run(issuing(
                "invoices", "draft", "P002", "--line", "Cantine;5", "--currency", "GNF", "--due", "2026-11-11"));
        String first = desk.json(issuing("invoices", "list", "--drafts", "--pupil", "P001"))
                .list("drafts")
                .get(0)
                .text("draft");
        desk.run(issuing("invoices", "issue", first));
        desk.run(issuing("payments", "record", "2026-00001", "100000"));

        Desk.Result result = desk.run(issuing("reminders", "bursar", "--dunning", "1"));

        assertThat(result.out()).contains("2026-00001", "200");
        assertThat(desk.json(issuing("reminders", "bursar", "--dunning", "1")).list("bursar"))
                .singleElement()
                .satisfies(row -> assertThat(row.text("remaining")).isEqualTo("200000"));
    }

    /** The numbers that a restore holds are named with what to do, where the live database does not take them back. */
    @Test
    void whatARestoreThatWasUndoneHasLeftIsSaidAndRecovered() throws IOException {
        Desk desk = PaymentsHost.sitDown(folder);
        desk.run("roster", "import", Desk.SAMPLE.toString());
        issue(desk);
        String series = "ALTER TABLE cartable_billing_series ";
        desk.sql(series + "ADD CONSTRAINT one_number CHECK (last_sequence < 2)");
        desk.run(issuing("backup", "create", "--only-db"));
        desk.sql(series + "DROP CONSTRAINT one_number");
        issue(desk);
        desk.sql(series + "ADD CONSTRAINT stays_held CHECK (restoring OR last_sequence < 2) NOCHECK");

        Desk.Result failed = desk.run(issuing("backup", "restore", "--latest", "--only-db", "--yes", "--lang", "fr"));

        assertThat(failed.exit()).as(failed.out() + failed.err()).isEqualTo(Exit.FAILED.code());
        assertThat(failed.err().replaceAll("\\s+", " "))
                .contains("one_number".toUpperCase(Locale.ROOT))
                .contains("les numéros de facture sont retenus", "cartable backup recover");
        assertThat(desk.run(issuing("backup", "recover")).exit()).isEqualTo(Exit.DEGRADED.code());

        desk.sql(series + "DROP CONSTRAINT stays_held");
        assertThat(desk.run(issuing("backup", "recover")).exit()).isZero();
        assertThat(issue(desk)).isEqualTo("2026-00003");
    }

    private static String issue(Desk desk) {
        desk.run(issuing("invoices", "draft", "P001", "--line", "Cantine;10", "--currency", "GNF"));
        return desk.json(issuing("invoices", "issue")).list("issued").get(0).text("number");
    }
}
