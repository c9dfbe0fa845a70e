package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() {
        desk = Desk.withFile(folder);
    }

    @Test
    void isTwoForACommandLineThatCannotBeUnderstood() {
        assertThat(desk.run("accounts", "generate", "--no-such-option").exit()).isEqualTo(2);
        assertThat(desk.run("accounts").exit()).isEqualTo(2);
        assertThat(desk.run("accounts", "stats", "--zone", "Mars/Olympus").exit())
                .isEqualTo(2);
        assertThat(desk.run("accounts", "stats", "--lang", "xx").exit()).isEqualTo(2);
        assertThat(desk.run("accounts", "stats", "--db", "oracle:thin").exit()).isEqualTo(2);
        assertThat(desk.run("accounts", "generate", "--naming-rule", "{nickname}")
                        .exit())
                .isEqualTo(2);
        assertThat(desk.run("accounts", "generate", "--guardian", "a", "--promotion", "b")
                        .exit())
                .isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--zone | Mars/Olympus | fuseau",
                "--naming-rule | {nickname} | noms d’utilisateur",
                "--school | ' ' | signe",
                "--activation-url | http://a b | adresse complète",
                "--quiet-hours | 25-3 | aucune alerte",
                "--db | mysql://x | localhost:5432/ecole"
            })
    void aValueThatDoesNotFitIsExplainedInFrench(String option, String value, String meaning) {
        Desk.Result result = desk.run("accounts", "stats", "--lang", "fr", option, value);

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(option, meaning).doesNotContain("…", "Unknown", "Illegal", " the ");
    }

    @ParameterizedTest
    @CsvSource({
        "accounts generate --limit 0",
        "accounts generate --max -1",
        "accounts generate --agents any",
        "accounts generate --as-of 2026-09-01",
        "retention apply --keep sessions=-3",
        "users add u1 --email nobody"
    })
    void aValueOutOfItsRangeIsRefusedInFrench(String command) {
        Desk.Result result = desk.run((command + " --lang fr").split(" "));

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).containsAnyOf("ne convient pas à", "n’est pas une adresse", "donnez aussi --roster");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aGuardianWhomTheRosterDoesNotHaveIsNamedInFrench() {
        Desk.Result result = desk.run("accounts", "generate", "--lang", "fr", "--guardian", "G999");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("\n  G999\u00A0: la liste n’a pas de responsable");
    }

    @Test
    void isThreeWhenSomeRowsCannotBeUsedAndTheRestIsDone() throws IOException {
        Path roster = Files.createDirectories(folder.resolve("roster"));
        for (String file : new String[] {"orgs.csv", "users.csv", "relationships.csv"}) {
            Files.copy(Desk.SAMPLE.resolve(file), roster.resolve(file));
        }
        Files.writeString(roster.resolve("relationships.csv"), "P999,G001,mother,,,\n", StandardOpenOption.APPEND);

        Json json = desk.json("accounts", "generate", "--roster", roster.toString());

        assertThat(desk.results().get(0).exit()).isEqualTo(3);
        assertThat(json.count("created")).isEqualTo(46);
        assertThat(json.list("errors")).singleElement().satisfies(error -> {
            assertThat(error.text("file")).isEqualTo("relationships.csv");
            assertThat(error.text("line")).isNotEqualTo("null");
            assertThat(error.text("reason")).isNotBlank();
        });
    }

    @Test
    void isOneForASourceThatCannotBeReadAndNothingIsMade() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        Desk.Result result = desk.run("accounts", "generate", "--roster", empty.toString());

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("nothing was written").doesNotContain("\tat ");
        assertThat(folder.resolve("cartable.mv.db")).doesNotExist();
        assertThat(folder.resolve("cartable.key")).doesNotExist();
    }

    @Test
    void isOneForADatabaseThatCannotBeReachedAndNoPasswordIsRepeated() {
        desk.environment().put("CARTABLE_DB", "jdbc:postgresql://localhost:1/none?user=u&password=geheim-99");

        Desk.Result result = desk.run("accounts", "stats");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).doesNotContain("geheim-99").contains("cannot be opened");
        assertThat(desk.run("accounts", "stats", "--smtpp", "smtp://u:geheim-99@example.org")
                        .err())
                .contains("--smtpp")
                .doesNotContain("geheim-99");
        assertThat(desk.run("smtp://u:geheim-99@example.org").err())
                .contains("example.org")
                .doesNotContain("geheim-99");
        assertThat(desk.run("doctor").exit()).isEqualTo(4);
        assertThat(desk.run("doctor", "--debug", "--json").err()).doesNotContain("geheim-99");
    }

    @Test
    void withoutADatabaseReadingSaysSoAndMakesNone() {
        Desk.Result result = desk.run("accounts", "stats");

        assertThat(result.exit()).isZero();
        assertThat(result.err()).contains("There is no database");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theDoctorFindsALostKeyAndAnOpenOne() throws IOException {
        desk.generateFromSample();
        assertThat(desk.run("doctor").exit()).isZero();

        Files.setPosixFilePermissions(folder.resolve("cartable.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(desk.run("doctor").out()).contains("chmod 600");

        Files.delete(folder.resolve("cartable.key"));
        assertThat(desk.run("doctor").exit()).isEqualTo(4);
    }
}
