package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that are taken over from an older system. */
class AccountMigrateTest {
    private static final String HEADER = "guardian,username,password_hash,last_sign_in\n";
    private static final String HASH = "pbkdf2_sha256$10000$seasalt$PVyRw1xTbfCFuXnD0LXlLHtw7bVkQBlWnuoomuCDFEc=";

    @TempDir
    Path folder;

    @OnEachDatabase
    void aFileIsRehearsedTakenOverOnceAndTakenBackAndItsBadRowsAreTold(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());
        Files.writeString(
                folder.resolve("old.csv"),
                HEADER
                        + "G001,old.name," + HASH + ",2025-01-21 10:00:00+00:00\n"
                        + "G002,Second_Parent,!unusable,\n"
                        + "nobody,no.body," + HASH + ",\n"
                        + "G003,not a username," + HASH + ",\n"
                        + "G004,four," + HASH + ",yesterday\n"
                        + "G005,five,bcrypt$$2b$12$abc,\n");
        String[] migrate = {"accounts", "migrate", "--from", "old.csv"};

        List<String> before = Snapshot.of(desk.database());
        Json dry = desk.json("accounts", "migrate", "--from", "old.csv", "--dry-run");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        Json done = desk.json("accounts", "migrate", "--from", "old.csv", "--plan", dry.text("digest"));
        assertThat(counts(done)).isEqualTo(counts(dry)).containsExactly(6L, 2L, 0L, 0L, 4L, 1L);
        assertThat(done.list("errors"))
                .extracting(error -> error.text("line") + " " + error.text("column") + " " + error.text("code"))
                .containsExactlyInAnyOrder(
                        "4 guardian UNKNOWN_GUARDIAN",
                        "5 username BAD_USERNAME",
                        "6 last_sign_in BAD_INSTANT",
                        "7 password_hash UNKNOWN_HASH");
        assertThat(desk.results()).last().extracting(Desk.Result::exit).isEqualTo(3);
        assertThat(desk.json("messages", "send").count("sent")).isZero();

        assertThat(counts(desk.json(migrate))).containsExactly(6L, 0L, 2L, 0L, 4L, 0L);
        Json generated = desk.json("accounts", "generate");
        assertThat(generated.count("created")).isEqualTo(44);
        assertThat(generated.count("unchanged")).isEqualTo(2);
        assertThat(desk.json("accounts", "find", "old.name").toString()).contains("G001", "ACTIVE");

        assertThat(desk.json("accounts", "migrate", "--rollback", "--dry-run").count("migrated"))
                .isEqualTo(2);
        assertThat(desk.json("accounts", "migrate", "--rollback").count("migrated"))
                .isEqualTo(2);
        assertThat(desk.json("accounts", "migrate", "--rollback").count("input"))
                .isZero();
        assertThat(desk.json("accounts", "check").count("accounts")).isEqualTo(44);
        assertThat(counts(desk.json(migrate))).as("once more").startsWith(6L, 2L);
    }

    @Test
    void anotherPlanOrNoSourceIsRefused() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());
        Files.writeString(folder.resolve("old.csv"), HEADER + "G001,old.name," + HASH + ",\n");

        assertThat(desk.run("accounts", "migrate", "--from", "old.csv", "--plan", "0123456789abcdef")
                        .exit())
                .isEqualTo(1);
        assertThat(desk.run("accounts", "migrate").exit()).isEqualTo(2);
        assertThat(desk.run("accounts", "migrate", "--from", "old.csv", "--rollback")
                        .exit())
                .isEqualTo(2);
        assertThat(desk.run("accounts", "migrate", "--from", "missing.csv").exit())
                .isEqualTo(1);
        assertThat(desk.json("accounts", "check").count("accounts")).isZero();
    }

    @Test
    void whatIsWrongWithARowIsSaidInFrenchToo() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());
        Files.writeString(
                folder.resolve("old.csv"),
                HEADER + "G001,one," + HASH + ",\nG001,again," + HASH + ",\nnobody,no.body," + HASH + ",\n");

        assertThat(desk.json("accounts", "migrate", "--from", "old.csv", "--dry-run", "--lang", "fr")
                        .list("errors"))
                .extracting(error -> error.text("reason"))
                .containsExactlyInAnyOrder(
                        "le responsable G001 y est deux fois\u00A0; la première ligne a été prise",
                        "la liste n’a aucun responsable actif avec cet identifiant");
    }

    private static List<Long> counts(Json json) {
        return List.of("input", "migrated", "unchanged", "skipped", "failed", "withoutPassword").stream()
                .map(json::count)
                .toList();
    }
}
