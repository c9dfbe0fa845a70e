package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Exit;
import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    private static final Path USERS =
            Path.of("src", "test", "resources", "users.csv").toAbsolutePath();

    private static final List<List<String>> DRY = List.of(
            List.of("roster", "import", Desk.SAMPLE.toString(), "--dry-run"),
            List.of("accounts", "generate", "--dry-run"),
            List.of("accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--dry-run"),
            List.of("accounts", "generate", "--force", "--include-chosen", "--dry-run"),
            List.of("accounts", "resend", "--new-password", "--dry-run"),
            List.of("accounts", "cleanup", "--grace", "0d", "--dry-run"),
            List.of("accounts", "generate", "--force", "--mail-to", "chef@example.org"),
            List.of("accounts", "resend", "--mail-to", "chef@example.org"),
            List.of("messages", "send", "--mail-to", "chef@example.org"),
            List.of("accounts", "check", "--detailed"),
            List.of("accounts", "validate"),
            List.of("accounts", "stats"),
            List.of("quota", "profile", "list"),
            List.of("quota", "history"),
            List.of("quota", "reset", "daily", "--dry-run"),
            List.of("quota", "reset", "all", "--force", "--dry-run"),
            List.of("quota", "stats", "--from", "2026-11-01"),
            List.of("quota", "audit"),
            List.of("quota", "repair", "--dry-run"),
            List.of("quota", "migrate", "--rollback", "--dry-run"),
            List.of("alerts", "list"),
            List.of("alerts", "check"),
            List.of("alerts", "check", "--send", "--dry-run"),
            List.of("users", "import", USERS.toString(), "--dry-run"),
            List.of("reminders", "send", "--dry-run"),
            List.of("reminders", "letters", "letters.pdf", "--dry-run"),
            List.of("reminders", "list"),
            List.of("reminders", "stats"),
            List.of("sessions", "plan", "--dry-run"),
            List.of("absences", "import", records("absences.csv"), "--dry-run"),
            List.of("invoices", "import", records("factures.csv"), "--dry-run"),
            List.of("invoices", "issue", "--dry-run", "--issue-invoices", "on"),
            List.of("invoices", "list", "--drafts", "--issue-invoices", "on"),
            List.of("payments", "import", records("paiements.csv"), "--dry-run"),
            List.of("sessions", "import", records("sessions.csv"), "--dry-run"),
            List.of("plans", "import", records("plans.csv"), "--dry-run"),
            List.of("subscriptions", "import", records("subscriptions.csv"), "--dry-run"),
            List.of("calendar", "import", records("calendar.csv"), "--dry-run"),
            List.of(
                    "grades",
                    "import",
                    Path.of("grades/matieres.csv").toAbsolutePath().toString(),
                    "--dry-run"),
            List.of("messages", "list"),
            List.of("answers", "list"),
            List.of("audit", "list"),
            List.of("audit", "verify"),
            List.of("bounces", "list"),
            List.of("templates", "list"),
            List.of("doctor"));

    @TempDir
    Path folder;

    private static String records(String file) {
        return Desk.RECORDS.resolve(file).toString();
    }

    @OnEachDatabase
    void changesNoRowAndNoDefinition(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        QuotaExample.set(desk, Instant.now().toString());
        List<String> before = Snapshot.of(desk.database());

        for (List<String> command : DRY) {
            Desk.Result result = desk.run(command.toArray(String[]::new));
            assertThat(result.exit())
                    .as("%s: %s", command, result.err())
                    .isIn(0, Exit.FINDING.code(), Exit.PARTLY.code());
            assertThat(Snapshot.of(desk.database())).as("after %s", command).isEqualTo(before);
        }
    }

    @OnEachDatabase
    void onAnEmptyPlaceLeavesItEmpty(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);

        for (List<String> command : DRY) {
            Desk.Result result = desk.run(command.toArray(String[]::new));
            assertThat(result.exit())
                    .as("%s: %s", command, result.err())
                    .isIn(0, Exit.FAILED.code(), Exit.PARTLY.code(), Exit.UNVERIFIED.code());
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        if (kind == TestDatabase.Kind.POSTGRESQL) {
            assertThat(Snapshot.of(desk.database())).isEmpty();
        }
    }

    @Test
    void doesNotTouchTheFileOfTheDatabase() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        byte[] before = Files.readAllBytes(folder.resolve("cartable.mv.db"));

        desk.generateFromSample("--dry-run", "--force");

        assertThat(Files.readAllBytes(folder.resolve("cartable.mv.db"))).isEqualTo(before);
    }

    @OnEachDatabase
    void thePlanOfADryRunIsTheOneThatIsCarriedOut(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        Json plan = desk.generateFromSample("--dry-run");
        assertThat(plan.count("created")).isEqualTo(46);
        assertThat(plan.list("steps")).hasSize(46);

        Json done = desk.generateFromSample("--plan", plan.text("digest"));

        assertThat(done.text("digest")).isEqualTo(plan.text("digest"));
        assertThat(done.count("created")).isEqualTo(46);
    }

    @OnEachDatabase
    void aPlanOnARosterOverWhatIsStoredIsTheOneThatIsCarriedOut(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        Path changed = copyWithAnotherAddress();

        Json plan = desk.json("accounts", "generate", "--roster", changed.toString(), "--dry-run");
        assertThat(plan.count("updated")).isEqualTo(1);
        assertThat(plan.get("roster").get("guardians").text("changed")).isEqualTo("1");

        Json done = desk.json("accounts", "generate", "--roster", changed.toString(), "--plan", plan.text("digest"));
        assertThat(done.count("updated")).isEqualTo(1);
    }

    @OnEachDatabase
    void anotherPlanIsRefusedBeforeTheRosterIsImported(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        desk.generateFromSample();
        String digest = desk.generateFromSample("--dry-run").text("digest");
        List<String> before = Snapshot.of(desk.database());

        Json refused = desk.json(
                "accounts", "generate", "--roster", copyWithAnotherAddress().toString(), "--plan", digest);

        assertThat(refused.get("error").text("code")).isEqualTo("PLAN_CHANGED");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
    }

    private Path copyWithAnotherAddress() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("changed"));
        try (Stream<Path> files = Files.list(Desk.SAMPLE)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                Files.writeString(
                        copy.resolve(file.getFileName()),
                        text.replace("aissatou.diallo@example.org", "aissatou@example.com"));
            }
        }
        return copy;
    }
}
