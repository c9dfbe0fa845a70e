package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.cli.frame.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a school's secretary meets in a morning. */
class SecretaryTest {
    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() {
        desk = Desk.withFile(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts generate", "accounts generate --dry-run"})
    void withoutARosterNothingIsGeneratedAndThatIsNoSuccess(String command) {
        Desk.Result result = desk.run(command.split(" "));

        assertThat(result.exit()).isEqualTo(Exit.FAILED.code());
        assertThat(result.err()).contains("There is no roster yet");
        assertThat(folder).isEmptyDirectory();
    }

    /** Other commands have an option of the same name that means something else. */
    @Test
    void anOptionIsExplainedAsTheCommandMeansIt() {
        assertThat(desk.run("alerts", "add", "--profile", "P", "--type", "quota_warning", "--channel", "sms")
                        .err())
                .contains("It takes: How: email, in_app");
        assertThat(desk.run("quota", "stats", "--from", "2026-11-29", "--to", "2026-11-01")
                        .err())
                .contains("from 2026-11-29 to 2026-11-01");
    }

    @Test
    void whatStandardOutputHasReceivedIsSaidInWords() {
        desk.generateFromSample();

        assertThat(desk.run("accounts", "export", "-").err()).contains("written to standard output.");
    }

    @Test
    void aFolderWithoutUsersIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("rentrée"));

        assertThat(desk.run("roster", "import", "rentrée").err()).contains("no users.csv in " + empty);
        assertThat(desk.run("roster", "import", "rentrée", "--lang", "fr").err())
                .contains("pas de users.csv dans " + empty);
    }

    @Test
    void whatIsNoZipIsRefusedWithoutEnglishInFrench() throws IOException {
        Files.writeString(folder.resolve("liste.xlsx"), "not a workbook");

        assertThat(desk.run("roster", "import", "liste.xlsx", "--lang", "fr").err())
                .contains("n’est pas un fichier zip")
                .doesNotContain("END header");
    }

    @Test
    void aUserWithAnAddressThatCannotBeIsAnErrorOfItsRow() throws IOException {
        Files.writeString(folder.resolve("users.csv"), "id,email\nu1,one@example.org\nu2,not an address\nu3,\n");

        Json json = desk.json("users", "import", "users.csv");

        assertThat(desk.results().get(0).exit()).isEqualTo(Exit.PARTLY.code());
        assertThat(json.count("created")).isEqualTo(2);
        assertThat(json.get("errors").toString()).contains("UNUSABLE_ADDRESS");
        assertThat(desk.run("users", "import", "users.csv", "--lang", "fr").out())
                .contains("users.csv 3 email", "contient une espace");
    }

    @Test
    void lettersLieInAFolderForTheirOwnerAlone() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "skipped: no POSIX permissions here");
        desk.generateFromSample();

        desk.run("accounts", "letters", "print/letters");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("print/letters"))))
                .isEqualTo("rwx------");
    }

    @Test
    void namesStandBesideIdsForPeopleAlone() {
        desk.generateFromSample();

        String plan = desk.run("accounts", "generate", "--dry-run").out();

        assertThat(plan).containsPattern("  G008 \\S+ \\S+.*: may see none of the pupils");
        assertThat(desk.json("accounts", "generate", "--dry-run").list("skips"))
                .extracting(row -> row.text("guardian"))
                .contains("G008");
        assertThat(desk.run("messages", "list").out()).containsPattern("guardian G\\d+ \\S+ \\S+");
    }

    /** The folder is another courier than the server that is left alone. */
    @Test
    void aServerThatIsDownDoesNotKeepMailsFromTheFolder() {
        long queued = desk.generateFromSample().count("queued");
        Json down = desk.json("messages", "send", "--smtp", "127.0.0.1:1");

        Json files = desk.json("messages", "send");

        assertThat(down.count("sent")).isZero();
        assertThat(files.count("sent")).isEqualTo(queued);
        assertThat(desk.results().get(2).exit()).isZero();
    }
}
