package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    private static final String GENERATION = "input created renewed unchanged skipped failed noChannel queued";

    @TempDir
    Path folder;

    private record Expected(int exit, String counts, List<String> command) {
        Expected(int exit, String counts, String... command) {
            this(exit, counts, List.of(command));
        }
    }

    @OnEachDatabase
    void everyCommandWritesOneDocumentWithItsFields(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        String sample = Desk.SAMPLE.toString();
        List<Expected> all = List.of(
                new Expected(0, "input created unchanged failed", "roster", "import", sample),
                new Expected(0, GENERATION, "accounts", "generate"),
                new Expected(0, GENERATION, "accounts", "resend", "G001", "--new-password", "--yes"),
                new Expected(0, "accounts pending active", "accounts", "check", "--detailed"),
                new Expected(4, "input valid invalid", "accounts", "validate"),
                new Expected(0, "input deactivated unchanged failed", "accounts", "cleanup", "--yes"),
                new Expected(0, "accounts covered email noChannel", "accounts", "stats"),
                new Expected(
                        0,
                        "exported",
                        "accounts",
                        "export",
                        folder.resolve("out.csv").toString()),
                new Expected(
                        0, "input queued failed", "accounts", "notify", "G001", "--subject", "S", "--message", "M"),
                new Expected(
                        0,
                        "input written failed",
                        "accounts",
                        "letters",
                        folder.resolve("letters").toString()),
                new Expected(1, "input reactivated failed", "accounts", "reactivate", "G001"),
                new Expected(0, "input erased", "people", "erase", "G002", "--yes"),
                new Expected(0, "queued sent", "messages", "list"),
                new Expected(0, "sent retried failed suppressed uncertain waiting", "messages", "send"),
                new Expected(0, "ok warn bad", "doctor"));
        for (Expected expected : all) {
            Json json = desk.json(expected.command().toArray(String[]::new));
            assertThat(desk.results().get(desk.results().size() - 1).exit())
                    .as(String.join(" ", expected.command()))
                    .isEqualTo(expected.exit());
            assertThat(json.text("command"))
                    .isEqualTo(
                            expected.command().get(0).equals("doctor")
                                    ? "doctor"
                                    : expected.command().get(0) + " "
                                            + expected.command().get(1));
            Set<String> wanted = Set.of(expected.counts().split(" "));
            assertThat(json.get("counts").names()).as(json.text("command")).containsAll(wanted);
            if (!expected.command().get(0).equals("doctor")) {
                json.list("errors")
                        .forEach(error ->
                                assertThat(error.names()).contains("file", "line", "column", "reason", "code"));
            }
        }
    }

    /** What a command about quotas, alerts or users answers, beside command and errors. */
    private record Answer(int exit, String fields, String counts, String command, List<String> more) {
        Answer(int exit, String fields, String counts, String command, String... more) {
            this(exit, fields, counts, command, List.of(more));
        }
    }

    @OnEachDatabase
    void everyCommandOfQuotasAndAlertsWritesOneDocumentWithItsFields(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        Files.writeString(folder.resolve("users.csv"), "id,active\nu2,true\nu3,maybe\n");
        Files.writeString(
                folder.resolve("old.csv"), "user_id,total_bytes,day_bytes,week_bytes,month_bytes\nnobody,1,1,1,1\n");
        String users = "input created updated unchanged failed promotions";
        List<Answer> all = List.of(
                new Answer(0, "user", users, "users add", "u1"),
                new Answer(3, "dryRun", users, "users import", "users.csv"),
                new Answer(0, "profile", "", "quota profile add", "A", "--daily", "5 GiB"),
                new Answer(0, "profile", "", "quota profile edit", "A", "--weekly", "30 GiB"),
                new Answer(0, "profile", "", "quota profile show", "A"),
                new Answer(0, "profiles", "profiles active", "quota profile list"),
                new Answer(0, "holder change", "input updated unchanged usages", "quota profile set-default", "A"),
                new Answer(
                        0,
                        "holder change before after",
                        "input updated unchanged usages",
                        "quota assign",
                        "--user",
                        "u1",
                        "--profile",
                        "A"),
                new Answer(
                        0,
                        "event",
                        "input counted repeated refused",
                        "quota record",
                        "--user",
                        "u1",
                        "--bytes",
                        "5 GiB"),
                new Answer(0, "user profile state served exceeded windows attributes", "", "quota show", "u1"),
                new Answer(0, "history", "changes", "quota history"),
                new Answer(0, "dryRun running resets", "input reset unchanged", "quota reset", "all"),
                new Answer(
                        0,
                        "window at top profiles",
                        "profiles active inactive limited unlimited served unserved",
                        "quota stats"),
                new Answer(0, "wrong behind provenFrom", "users wrong behind skipped", "quota audit"),
                new Answer(0, "dryRun wrong behind", "users wrong behind skipped", "quota repair"),
                new Answer(
                        3,
                        "dryRun rollback migrated left sums",
                        "input migrated unchanged skipped failed",
                        "quota migrate",
                        "--from",
                        "old.csv"),
                new Answer(0, "alert", "", "alerts add", "--profile", "A", "--type", "quota_exceeded"),
                new Answer(0, "alerts", "alerts active", "alerts list"),
                new Answer(0, "dryRun alerts", "input fired suppressed queued", "alerts check", "--send"),
                new Answer(0, "profile", "", "quota profile deactivate", "A"));
        for (Answer answer : all) {
            List<String> words = new ArrayList<>(List.of(answer.command().split(" ")));
            words.addAll(answer.more());
            Json json = desk.json(words.toArray(String[]::new));
            Desk.Result result = desk.results().get(desk.results().size() - 1);
            assertThat(result.exit()).as("%s: %s", words, result.err()).isEqualTo(answer.exit());
            assertThat(json.text("command")).isEqualTo(answer.command());
            assertThat(json.names())
                    .as(answer.command())
                    .contains(answer.fields().split(" "));
            json.list("errors")
                    .forEach(error -> assertThat(error.names()).contains("file", "line", "column", "reason", "code"));
            if (!answer.counts().isEmpty()) {
                assertThat(json.get("counts").names())
                        .as(answer.command())
                        .containsExactlyInAnyOrder(answer.counts().split(" "));
            }
        }
    }

    @Test
    void anErrorIsADocumentToo() {
        Desk desk = Desk.withFile(folder);

        assertThat(desk.json("people", "erase", "nobody", "--yes").get("error").text("code"))
                .isEqualTo("UNKNOWN_PERSON");
        assertThat(desk.json("accounts", "generate", "--limit", "zero")
                        .get("error")
                        .text("code"))
                .isEqualTo("USAGE");
        assertThat(desk.json("accounts", "nonsense").get("error").text("message"))
                .contains("nonsense");
        assertThat(desk.json("roster", "import", "nowhere").get("error").text("code"))
                .isEqualTo("ROSTER_UNREADABLE");
        assertThat(desk.results()).extracting(Desk.Result::exit).containsExactly(1, 2, 2, 1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void textForPeopleGoesToStandardError() {
        Desk.Result result =
                Desk.withFile(folder).run("accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--json");

        assertThat(result.out().strip()).startsWith("{").endsWith("}");
        assertThat(result.err()).contains("messages wait");
    }
}
