package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
    @TempDir
    Path folder;

    @OnEachDatabase
    void theSampleRosterBecomesAccountsAndMessagesOnce(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);

        Json first = desk.generateFromSample();
        assertThat(counts(first)).containsExactly(50L, 46L, 0L, 0L, 4L, 0L, 12L, 34L);
        assertThat(first.list("skips")).hasSize(4);
        assertThat(first.list("withoutChannel")).hasSize(12);
        assertThat(first.list("possibleDuplicates")).hasSize(1);
        assertThat(first.list("errors")).isEmpty();

        assertThat(desk.json("messages", "send").count("sent")).isEqualTo(34);
        assertThat(mails()).hasSize(34);

        Json again = desk.generateFromSample();
        Json dry = desk.json("accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--dry-run");
        assertThat(dry.list("possibleDuplicates").toString())
                .isEqualTo(first.list("possibleDuplicates").toString())
                .isEqualTo(again.list("possibleDuplicates").toString());
        assertThat(counts(again)).containsExactly(50L, 0L, 0L, 46L, 4L, 0L, 0L, 0L);
        assertThat(desk.json("messages", "send").count("sent")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"en, teacher: 1", "fr, teacher\u00A0: 1"})
    void aTeacherNamedAsAgentGetsNoAccountUnlessAskedFor(String language, String told) throws IOException {
        Files.writeString(folder.resolve("users.csv"), """
                sourcedId,enabledUser,role,givenName,familyName,email,agentSourcedIds
                P1,true,student,Léa,Roy,,"G1,T1"
                G1,true,parent,Anne,Roy,anne@example.org,
                T1,true,teacher,Eve,Prof,eve@example.org,
                """);
        Desk desk = Desk.withFile(folder);

        assertThat(desk.run("accounts", "generate", "--roster", ".", "--dry-run", "--lang", language)
                        .out())
                .contains(told)
                .contains("--agents any");
        Json first = desk.json("accounts", "generate", "--roster", ".");
        assertThat(first.count("created")).isEqualTo(1);
        assertThat(first.get("linksLeftOut").text("teacher")).isEqualTo("1");
        assertThat(desk.json("accounts", "generate", "--roster", ".", "--agents", "any")
                        .count("created"))
                .isEqualTo(1);
        assertThat(desk.run("roster", "import", ".", "--agents", "all").exit()).isEqualTo(2);
    }

    @Test
    void whatIsWrongWithARosterIsSaidInFrench() throws IOException {
        Desk desk = Desk.withFile(folder);
        Path users = folder.resolve("users.csv");

        Files.writeString(users, "sourcedId,role,givenName,familyName\nP1,student,Léa,Roy,\n");
        assertThat(inFrench(desk))
                .contains("La première\u00A0: users.csv, ligne 2", "5 cellules", "rien n’a été écrit");
        Files.writeString(users, "PK\u0003\u0004");
        assertThat(inFrench(desk)).contains("un fichier zip ou un classeur");
        Files.writeString(users, "sourcedId,role,givenName,familyName\nP1,student,Léa,Roy\nP1,student,A,B\n");
        assertThat(inFrench(desk)).contains("une ligne précédente porte cet identifiant");
        assertThat(inFrench(desk, "--as-of", "01/09/2026")).contains("n’est pas une date comme 2026-09-01");
    }

    private static String inFrench(Desk desk, String... more) {
        List<String> words =
                new ArrayList<>(List.of("accounts", "generate", "--roster", ".", "--dry-run", "--lang", "fr"));
        words.addAll(List.of(more));
        Desk.Result result = desk.run(words.toArray(String[]::new));
        return result.out() + result.err();
    }

    @Test
    void createdSkippedAndFailedAreTheInput() {
        Json first = Desk.withFile(folder).generateFromSample("--email-only");

        assertThat(first.count("created") + first.count("skipped") + first.count("failed"))
                .isEqualTo(first.count("input"));
        assertThat(first.count("created")).isEqualTo(34);
        assertThat(first.list("skips"))
                .hasSize(16)
                .allSatisfy(skip -> assertThat(skip.text("reason")).isNotEqualTo("null"));
    }

    @Test
    void aPilotTouchesJustTheNamedGuardian() {
        Desk desk = Desk.withFile(folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());

        Json pilot = desk.json("accounts", "generate", "--guardian", "G001");

        assertThat(pilot.count("input")).isEqualTo(1);
        assertThat(pilot.count("created")).isEqualTo(1);
        assertThat(desk.json("accounts", "check").count("accounts")).isEqualTo(1);
    }

    @Test
    void aGuardianThatTheRosterDoesNotHaveIsAnError() {
        Desk desk = Desk.withFile(folder);
        desk.json("roster", "import", Desk.SAMPLE.toString());

        Json result = desk.json("accounts", "generate", "--guardian", "G001", "--guardian", "nobody");

        assertThat(desk.results().get(1).exit()).isEqualTo(3);
        assertThat(result.list("errors"))
                .singleElement()
                .satisfies(error -> assertThat(error.text("code")).isEqualTo("UNKNOWN_GUARDIAN"));
    }

    @Test
    void theKeyIsMadeBesideTheDatabaseForItsOwnerAlone() throws IOException {
        Desk.withFile(folder).generateFromSample();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cartable.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutTheKeyThatTheAccountsWereMadeWithNothingIsWritten() throws IOException {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample();
        Files.delete(folder.resolve("cartable.key"));
        List<String> before = Snapshot.of(desk.database());

        Json refused = desk.json("accounts", "resend");

        assertThat(refused.get("error").text("code")).isEqualTo("KEY_MISSING");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        assertThat(folder.resolve("cartable.key")).doesNotExist();
    }

    @Test
    void whoeverSaysNoAtTheTerminalGetsNothing() {
        Desk desk = Desk.withFile(folder).typing("n\n");

        Desk.Result no = desk.run("accounts", "generate", "--roster", Desk.SAMPLE.toString());

        assertThat(no.exit()).isEqualTo(1);
        assertThat(no.err()).contains("Make 46 accounts");
        assertThat(desk.json("accounts", "stats").count("accounts")).isZero();
    }

    @Test
    void withYesNobodyIsAsked() {
        Desk desk = Desk.withFile(folder).typing("");

        Desk.Result yes = desk.run("accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");

        assertThat(yes.exit()).isZero();
        assertThat(yes.err()).isEmpty();
    }

    @Test
    void eachMailHasOneRecipientAndALink() throws Exception {
        Desk desk = Desk.withFile(folder);
        desk.generateFromSample("--activation-url", "https://parents.example.org/activate");
        desk.json("messages", "send", "--activation-url", "https://parents.example.org/activate");

        for (Path mail : mails()) {
            try (InputStream in = Files.newInputStream(mail)) {
                jakarta.mail.internet.MimeMessage message = new jakarta.mail.internet.MimeMessage(null, in);
                assertThat(message.getAllRecipients()).hasSize(1);
            }
            assertThat(Files.readString(mail, StandardCharsets.UTF_8)).contains("parents.example.org");
        }
    }

    private List<Path> mails() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    private static List<Long> counts(Json json) {
        return Stream.of("input", "created", "renewed", "unchanged", "skipped", "failed", "noChannel", "queued")
                .map(json::count)
                .toList();
    }
}
