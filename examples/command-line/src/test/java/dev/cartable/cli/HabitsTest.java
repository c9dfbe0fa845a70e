package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cartable.cli.frame.Exit;
import dev.cartable.cli.frame.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people expect of any command line. */
class HabitsTest {
    /** Bit 1 of the mask of signals: SIGINT is signal 2. */
    private static final long SIGINT = 1L << 1;

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeEach
    void sitDown() {
        desk = Desk.withFile(folder);
    }

    @Test
    void withoutACommandTheFirstPageOfHelpIsShown() {
        Desk.Result alone = desk.run();

        assertThat(alone.exit()).isZero();
        assertThat(alone.out()).isEqualTo(desk.run("--help").out()).contains("Commands:", "doctor");
        assertThat(alone.err()).isEmpty();
    }

    @Test
    void helpAndVersionAreCommandsToo() {
        assertThat(desk.run("help").out()).isEqualTo(desk.run("--help").out());
        assertThat(desk.run("help", "accounts", "generate").out())
                .isEqualTo(desk.run("accounts", "generate", "--help").out());
        assertThat(desk.run("version").out()).isEqualTo(desk.run("--version").out());
        assertThat(desk.run("help", "acounts").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(desk.run("help", "acounts").err()).contains("Did you mean", "accounts");
        assertThat(desk.run("accounts").err()).contains("Which command?", "generate");
        assertThat(desk.run("accounts", "--lang", "fr").err()).contains("Quelle commande\u00A0?", "generate");
    }

    @Test
    void ofAnOptionThatIsGivenTwiceTheLastCounts() {
        Desk.Result french = desk.run("accounts", "stats", "--lang", "en", "--lang", "fr");

        assertThat(french.exit()).isZero();
        assertThat(french.err()).contains("Il n’y a pas encore de base");
        assertThat(desk.run("accounts", "stats", "--lang", "fr", "--lang", "xx", "--lang", "en")
                        .err())
                .contains("There is no database");
    }

    @ParameterizedTest
    @EnumSource
    void eachExitCodeStandsInHelpAndInTheReadmes(Exit exit) throws IOException {
        for (String language : new String[] {"en", "fr"}) {
            Words words = Words.in(Locale.forLanguageTag(language));
            String page = desk.run("--help", "--lang", language).out().replaceAll("\\s+", " ");
            assertThat(page).contains(" " + exit.code() + " " + words.text("exit." + exit));
        }
        assertThat(Files.readString(Path.of("README.md")))
                .contains("| " + exit.code() + " | "
                        + Words.in(Locale.ENGLISH).text("exit." + exit).replace("|", "\\|"));
    }

    @Test
    void theExitCodesAreThoseOfTheTable() {
        assertThat(Map.of(
                        "DONE",
                        0,
                        "FAILED",
                        1,
                        "USAGE",
                        2,
                        "PARTLY",
                        3,
                        "FINDING",
                        4,
                        "DEGRADED",
                        5,
                        "UNVERIFIED",
                        6,
                        "HELD",
                        7))
                .allSatisfy((name, code) -> {
                    assertThat(Exit.valueOf(name).code()).isEqualTo(code);
                    assertThat(Exit.of(code)).isEqualTo(Exit.valueOf(name));
                })
                .hasSize(Exit.values().length);
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: there is no /bin/bash");
        Path script = folder.resolve("completion");
        Files.writeString(script, desk.run("completion", "bash").out());

        assertThat(completed(script, "cartable acc")).isEqualTo("accounts");
        assertThat(completed(script, "cartable accounts gen")).isEqualTo("generate");
        assertThat(completed(script, "cartable accounts generate --ros")).contains("--roster");
        assertThat(desk.run("completion", "zsh").out())
                .isEqualTo(desk.run("completion", "bash").out());
    }

    private static String completed(Path script, String line) throws IOException, InterruptedException {
        String words = "COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));";
        Process bash = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "source " + script + "; " + words + " _complete_cartable 2>&-; echo ${COMPREPLY[@]}")
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return answer.strip();
    }

    @Test
    void fishIsGivenEachCommandWithItsDescription() {
        assertThat(desk.run("completion", "fish").out())
                .contains(
                        "complete -c cartable -f -n 'test (__cartable_path) = \"\"' -a accounts -d 'The parents’ accounts.'",
                        "complete -c cartable -f -n 'test (__cartable_path) = \"quota\"' -a show",
                        "complete -c cartable -n 'string match -q -- \"accounts generate*\" (__cartable_path)' -l roster -r",
                        "complete -c cartable -l db -r");
        assertThat(desk.run("completion", "tcsh").exit()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void theDemoBringsItsRosterAlong() {
        Desk.Result demo = desk.run("demo");

        assertThat(demo.exit()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("--roster roster", "Accounts", "Subject:")
                .contains("bulletin.pdf", "Valid: the school made this document")
                .as("a day of reminders")
                .contains("reminders send", "2026-002", "reminders why P004", "absence: ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theDoctorDoesNotTakeARehearsalForAClockThatIsWrong() {
        desk.generateFromSample();

        Desk.Result doctor = desk.run("doctor", "--now", "2030-01-01T00:00:00Z");

        assertThat(doctor.out()).contains("clock and this machine's agree");
        assertThat(doctor.exit()).isZero();
    }

    @Test
    void whereNothingIsWrongItIsSaid() {
        QuotaExample.set(desk, "2026-11-18T10:00:00Z");

        assertThat(List.of("quota audit", "quota repair", "quota repair --dry-run"))
                .allSatisfy(command -> {
                    Desk.Result result = desk.run((command + " --now 2026-11-18T10:00:00Z").split(" "));
                    assertThat(result.exit()).isZero();
                    assertThat(result.out()).contains("All is well");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota audit", "accounts validate"})
    void nothingToLookAtIsNoProof(String command) {
        assertThat(desk.run(command.split(" ")).exit()).isEqualTo(Exit.UNVERIFIED.code());
    }

    @Test
    void invalidAccountsAreAFinding() {
        desk.generateFromSample();
        desk.sql("UPDATE cartable_account SET email = 'other@example.org' WHERE guardian_id = 'G001'");

        assertThat(desk.run("accounts", "validate").exit()).isEqualTo(Exit.FINDING.code());
    }

    @Test
    void messagesThatAPersonHasToReleaseAreSaid() {
        desk.generateFromSample();
        desk.run("messages", "send");
        desk.run("accounts", "resend", "G001", "--yes");
        desk.sql("UPDATE cartable_outbox SET state = 'HELD'");

        Desk.Result send = desk.run("messages", "send");

        assertThat(send.exit()).isEqualTo(Exit.HELD.code());
        assertThat(send.out()).contains("1 message is held");
    }

    /** It is asked for only if there is something to do. */
    @Test
    void whatCannotBeUndoneNeedsConsent() {
        desk.generateFromSample();
        Map<String, Exit> expected = new LinkedHashMap<>();
        expected.put("accounts resend", Exit.USAGE);
        expected.put("accounts resend --never-activated", Exit.USAGE);
        expected.put("accounts resend G001 --new-password", Exit.USAGE);
        expected.put("accounts generate --force --include-chosen", Exit.USAGE);
        expected.put("people erase G001", Exit.USAGE);
        expected.put("people erase nobody", Exit.FAILED);
        expected.put("accounts cleanup --grace 5x", Exit.USAGE);
        expected.put("accounts cleanup", Exit.DONE);
        expected.put("quota reset all --force", Exit.DONE);
        expected.put("accounts resend --dry-run", Exit.DONE);
        expected.put("accounts resend G001", Exit.DONE);
        expected.put("accounts resend --yes", Exit.DONE);

        assertThat(expected).allSatisfy((command, exit) -> {
            Desk.Result result = desk.run(command.split(" "));
            assertThat(Exit.of(result.exit())).as(result.err()).isEqualTo(exit);
        });
    }

    @Test
    void aMessageToOneParentIsCountedOnce() {
        desk.generateFromSample();

        Json json = desk.json("accounts", "notify", "G001", "--subject", "S", "--message", "M");

        assertThat(json.get("counts").names()).containsExactly("input", "queued", "failed");
        assertThat(json.count("queued")).isEqualTo(1);
    }

    @Test
    @Timeout(120)
    void anInterruptedCommandEndsInOneLine() throws Exception {
        assumeTrue(takesInterrupts(), "skipped: this build was started with SIGINT ignored, as nohup and cron do");
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assumeTrue(Files.exists(pipe), "skipped: mkfifo is missing");
        Child child = Child.start(folder, Map.of("CARTABLE_LANG", "en"), "host-key", "import", "pipe");

        // Opening it waits until the command reads it.
        try (OutputStream held = Files.newOutputStream(pipe)) {
            held.flush();
            new ProcessBuilder("kill", "-INT", Long.toString(child.process().pid()))
                    .start()
                    .waitFor();
            Desk.Result result = child.await();

            assertThat(result.exit()).isEqualTo(130);
            assertThat(result.err())
                    .isEqualTo("Interrupted. What was committed stays; run the command again to finish.\n");
        }
    }

    /** A process that was started with SIGINT ignored passes that on to its children. */
    private static boolean takesInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .allMatch(mask -> (Long.parseUnsignedLong(mask, 16) & SIGINT) == 0);
        }
    }
}
