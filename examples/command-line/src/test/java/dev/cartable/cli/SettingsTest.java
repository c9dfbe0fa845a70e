package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() {
        desk = Desk.withFile(folder);
    }

    private Path file() {
        return folder.resolve("cartable.properties");
    }

    @Test
    void theSchoolIsSaidOnceAndSignsEveryMail() throws Exception {
        assertThat(desk.run("init", "--school", "École de la Rivière", "--zone", "Africa/Conakry")
                        .exit())
                .isZero();

        desk.generateFromSample();
        desk.run("messages", "send");

        assertThat(desk.mails())
                .isNotEmpty()
                .allSatisfy(
                        mail -> assertThat(mail).contains("École de la Rivière").doesNotContain("Cartable"));
        assertThat(desk.run("doctor").out()).contains("Africa/Conakry");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void atATerminalEachSettingIsAskedForAndAWrongAnswerIsAskedAgain() throws IOException {
        Desk.Result init = desk.typing(
                        "Lycée d'Excellence\nMars/Olympus\nAfrica/Dakar\nfr\nÉcole <ecole@example.org>\nhttps://parents.example.org/activate\n\n")
                .run("init", "--lang", "fr");

        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(init.err()).contains("«\u00A0Mars/Olympus\u00A0» de --zone n’est pas un fuseau");
        assertThat(Files.readString(file()))
                .contains(
                        "school=Lycée d'Excellence",
                        "zone=Africa/Dakar",
                        "from=École <ecole@example.org>",
                        "activation-url=https://parents.example.org/activate")
                .doesNotContain("db=", "yes=");
    }

    @Test
    void withoutATerminalItTakesOptionsAndKeepsWhatWasSaidBefore() throws IOException {
        assertThat(desk.run("init").exit()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
        desk.run("init", "--school", "A", "--zone", "Africa/Dakar");

        assertThat(desk.run("init", "--smtp", "smtp://mail.example.org", "--mail-colour", "#aa0000")
                        .exit())
                .isZero();
        assertThat(Files.readString(file())).contains("mail-colour=#aa0000", "smtp=smtp://mail.example.org");
        assertThat(desk.run("init", "--smtp", "-").exit()).isZero();
        assertThat(Files.readString(file())).doesNotContain("smtp=").contains("mail-colour=#aa0000");
        assertThat(desk.run("init", "--school", "\uFFFDcole").exit()).isEqualTo(2);
        assertThat(desk.run("init", "--school", "B").exit()).isZero();
        assertThat(Files.readString(file())).contains("school=B", "zone=Africa/Dakar");
        assertThat(desk.run("init", "--zone", "Mars/Olympus").exit()).isEqualTo(2);
        assertThat(Files.readString(file())).contains("zone=Africa/Dakar");
    }

    @Test
    void theEnvironmentAndOptionsWinAndShowSaysWhereEachValueComesFrom() {
        desk.run("init", "--school", "A", "--zone", "Africa/Dakar", "--quiet-hours", "21:00-07:00");
        desk.environment().put("CARTABLE_ZONE", "Africa/Conakry");
        desk.environment().put("CARTABLE_SMTP_PASSWORD", "geheim-99");

        Json shown =
                desk.json("config", "show", "--quiet-hours", "22:00-06:00", "--smtp", "smtp://u:geheim-99@example.org");

        assertThat(shown.list("settings"))
                .extracting(one -> one.text("setting") + " " + one.text("value") + " " + one.text("from"))
                .contains(
                        "school A FILE",
                        "zone Africa/Conakry ENVIRONMENT",
                        "quiet-hours 22:00-06:00 ARGUMENT",
                        "smtp smtp://u:…@example.org ARGUMENT",
                        "schema null DEFAULT");
        Desk.Result people = desk.run("config", "show");
        assertThat(people.out()).contains("the file", "the environment").doesNotContain("geheim-99");
        assertThat(people.exit()).isZero();
    }

    @Test
    void theFileLiesBesideADatabaseThatIsNamed() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("data"));
        String db = "jdbc:h2:file:" + elsewhere.resolve("school");

        desk.run("init", "--school", "A", "--db", db);

        assertThat(elsewhere.resolve("cartable.properties")).exists();
        assertThat(file()).doesNotExist();
        assertThat(desk.json("config", "show", "--db", db).list("settings"))
                .anySatisfy(one -> assertThat(one.text("value")).isEqualTo("A"));
    }

    @Test
    void aFileThatOthersMayWriteOrThatIsSomebodyElsesIsNotRead() throws IOException {
        desk.run("init", "--school", "A");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));

        Desk.Result refused = desk.run("accounts", "stats");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("chmod 600");
        assertThat(desk.run("doctor").exit()).isEqualTo(4);
        assertThat(desk.run("config", "show").out()).contains("chmod 600").doesNotContain("A (the file)");

        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assumeTrue(Files.getOwner(file()).getName().equals("root"), "skipped: only root can give a file away");
        Files.setAttribute(file(), "unix:uid", 12345);
        assertThat(desk.run("accounts", "stats").err()).contains("belongs to another user");
    }

    @Test
    void whatIsNoSettingIsRefused() throws IOException {
        Files.writeString(file(), "schol=A\n");
        assertThat(desk.run("accounts", "stats").err()).contains("'schol'");

        Files.writeString(file(), "zone=Mars/Olympus\n");
        assertThat(desk.run("accounts", "stats").exit()).isEqualTo(2);

        Files.writeString(file(), "yes=true\n");
        assertThat(desk.run("accounts", "stats").err()).contains("'yes'");
    }

    @Test
    void aPasswordInAFileThatOthersMayReadIsRefused() throws IOException {
        Files.writeString(file(), "smtp=smtp://u:geheim-99@example.org\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        Desk.Result refused = desk.run("accounts", "stats");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("chmod 600").doesNotContain("geheim-99");
    }

    @Test
    void whatIsNotSetIsShownWithTheValueThatHolds() {
        assertThat(desk.run("config", "show").out())
                .contains("table-prefix: cartable_ (default)", "roster-source: tables (default)", "smtp: – (default)");
        Json settings = desk.json("config", "show").get("settings");
        assertThat(settings.toString()).contains("cartable_");
    }

    @Test
    void theDoctorNamesWhatRealSendingStillLacks() {
        assertThat(desk.run("doctor").out()).contains("--smtp, --school, --activation-url, --from");

        desk.run("init", "--school", "A", "--from", "A <a@example.com>");

        assertThat(desk.run("doctor").out()).contains("still needs --smtp, --activation-url");
    }
}
