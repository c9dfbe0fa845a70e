package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands do to files. */
class FileTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() {
        desk = Desk.withFile(folder);
        desk.generateFromSample();
    }

    @Test
    void anExportReplacesAFileOnlyWhenForcedTo() throws IOException {
        Path older = Files.writeString(folder.resolve("out.csv"), "mine\n");

        Desk.Result refused = desk.run("accounts", "export", "out.csv");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("out.csv is there already; nothing was written", "--force");
        assertThat(older).hasContent("mine");

        assertThat(desk.run("accounts", "export", "out.csv", "--force").exit()).isZero();
        assertThat(Files.readString(older)).startsWith("id,guardian,");
        assertThat(permissions(older)).isEqualTo("rw-------");
        assertThat(desk.run("people", "export", "G001", "out.csv").exit()).isEqualTo(1);
        assertThat(desk.run("people", "export", "G001", "out.csv", "--force").exit())
                .isZero();
        assertThat(older).content().startsWith("{");
        assertThat(permissions(older)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("cartable.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void anExportIsWrittenThroughNoLinkAndToNoDevice() throws IOException {
        Path aim = Files.writeString(folder.resolve("aim.csv"), "mine\n");
        Files.createSymbolicLink(folder.resolve("link.csv"), aim);
        refuses("link.csv", "is a symbolic link", "est un lien symbolique");
        refuses("/dev/stdout", "nothing was written", "rien n’a été écrit");
        refuses("/dev/null", "a folder or a device", "un dossier ou un périphérique");
        refuses(".", "a folder or a device", "un dossier ou un périphérique");
        refuses("no/out.csv", "folder of no/out.csv is not there", "Le dossier de no/out.csv n’existe pas");

        assertThat(aim).hasContent("mine");
        assertThat(folder.resolve("link.csv")).isSymbolicLink();
    }

    private void refuses(String file, String english, String french) {
        assertThat(desk.run("accounts", "export", file, "--force", "--lang", "en")
                        .err())
                .contains(english);
        Desk.Result refused = desk.run("accounts", "export", file, "--force", "--lang", "fr");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains(french);
    }

    @Test
    void aDashIsStandardOutputAndWordsForPeopleGoElsewhere() {
        Desk.Result result = desk.run("accounts", "export", "-");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).startsWith("id,guardian,").doesNotContain("written");
        assertThat(result.err()).contains("46 accounts were written");
        assertThat(desk.run("accounts", "export", "-", "--json").exit()).isEqualTo(2);
    }

    @Test
    void whatTakesAwayNeedsConsentWhereNobodyCanBeAsked() {
        desk.sql("DELETE FROM cartable_guardianship WHERE guardian_id = 'G003'");
        desk.run("users", "add", "u1", "--name", "john");
        desk.run("quota", "profile", "add", "P", "--daily", "5 Gio");
        desk.run("quota", "assign", "--user", "john", "--profile", "P");
        desk.run("quota", "record", "--user", "john", "--bytes", "5", "--event", "e1");
        List<String> before = Snapshot.of(desk.database());
        List<String> commands = List.of(
                "people erase G001",
                "accounts cleanup --grace 0d",
                "accounts resend --new-password",
                "accounts generate --force --include-chosen",
                "quota reset daily --force",
                "people erase G002 --json");

        assertThat(commands).allSatisfy(command -> {
            Desk.Result refused = desk.run(command.split(" "));
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("nothing was done. Add --yes");
        });
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        assertThat(commands)
                .allSatisfy(command -> assertThat(
                                desk.run((command + " --yes").split(" ")).exit())
                        .isZero());
    }

    @Test
    void whatTheSystemSaysOfAFileIsSaidInTheReadersLanguage() throws IOException {
        Files.writeString(folder.resolve("taken"), "mine");

        Desk.Result english = desk.run("accounts", "letters", "taken");
        assertThat(english.exit()).isEqualTo(1);
        assertThat(english.err()).contains("taken is there already", "what was written before stands");
        assertThat(desk.run("accounts", "letters", "taken", "--lang", "fr").err())
                .contains("taken existe déjà", "ce qui était écrit auparavant reste");
        assertThat(folder.resolve("taken")).hasContent("mine");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
