package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.GuardianId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleCommandsTest {
    private static final String GUARDIAN = "G002";

    @TempDir
    private Path folder;

    @Test
    void whoIsErasedIsInNoFileOfTheFolderButThoseThatTheCommandNames() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        desk.run("messages", "send");
        var account = desk.stores()
                .accounts()
                .byGuardian(List.of(new GuardianId(GUARDIAN)))
                .values()
                .iterator()
                .next();
        String email = String.valueOf(account.email()).toLowerCase(Locale.ROOT);
        String username = account.username().value();
        assertThat(filesWith(email, username)).as("the test can find them").isNotEmpty();

        Json erased = desk.json("people", "erase", username, "--yes");

        List<String> named =
                erased.list("files").stream().map(file -> file.text("file")).toList();
        assertThat(named).hasSize(1);
        assertThat(filesWith(email, username, "\"" + GUARDIAN + "\"")).isSubsetOf(named);
        assertThat(desk.json("people", "erase", account.id().toString(), "--yes")
                        .get("error")
                        .text("code"))
                .isEqualTo("ALREADY_ERASED");
        assertThat(desk.json("accounts", "stats").text("command"))
                .as("the database opens again")
                .isNotBlank();
    }

    @Test
    void aUserIsErasedByNameAndTheAuditFindsNothing() {
        Desk desk = Desk.withFile(folder);
        String now = "2026-11-10T10:00:00Z";
        QuotaExample.set(desk, now);
        QuotaExample.done(desk, now, "quota", "record", "--user", "john", "--bytes", "4563402752", "--event", "s1");
        QuotaExample.done(desk, now, "alerts", "check", "--send");

        Json exported = desk.json(
                "people", "export", "john", folder.resolve("john.json").toString());
        assertThat(exported.text("person")).isEqualTo("user:u1");
        assertThat(folder.resolve("john.json"))
                .content()
                .contains("\"usage_day\"", "\"alert_firing\"", "john@example.org");
        assertThat(desk.run(
                                "people",
                                "export",
                                "john",
                                folder.resolve("john.json").toString())
                        .exit())
                .as("nothing is overwritten")
                .isEqualTo(1);

        assertThat(desk.json("people", "erase", "john", "--yes").count("erased"))
                .isOne();

        assertThat(String.join("\n", Snapshot.of(desk.database())))
                .doesNotContain("john", "'u1'", "USER:u1", "user:u1");
        assertThat(QuotaExample.done(desk, now, "quota", "audit").count("wrong"))
                .isZero();
        desk.run("users", "add", "u1", "--name", "john");
        assertThat(desk.json("people", "erase", "john", "--yes").get("error").text("code"))
                .isEqualTo("UNKNOWN_PERSON");
    }

    private List<String> filesWith(String... values) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text =
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
                if (Stream.of(values).anyMatch(value -> text.contains(value.toLowerCase(Locale.ROOT)))) {
                    found.add(file.toString());
                }
            }
        }
        return found;
    }
}
