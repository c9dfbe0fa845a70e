package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.cli.frame.Words;
import dev.cartable.jdbc.testing.TestDatabase;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ticks, and the tasks that they run, as a school without an application server has them. */
class TaskCommandsTest {
    private static final String SUNDAY = "2026-11-29T07:59:30Z";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = Desk.withFile(folder);
    }

    private Json at(String now, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--now", now, "--zone", "Africa/Conakry"));
        return desk.json(words.toArray(String[]::new));
    }

    private static List<String> names(Json answer) {
        return answer.list("runs").stream().map(run -> run.text("task")).toList();
    }

    @OnEachDatabase
    void aTickRunsWhatIsDueAndTheNextOneDoesNotRunItAgain(TestDatabase.Kind kind) {
        desk = Desk.with(kind, folder);
        at(SUNDAY, "accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");
        assertThat(names(at(SUNDAY, "tick"))).containsExactly("messages");

        Json eight = at("2026-11-29T08:00:30Z", "tick");
        assertThat(names(eight))
                .containsExactlyInAnyOrder(
                        "stale-sessions", "alert-check", "account-check", "reminder-session", "reminder-check");
        Json check = eight.list("runs").stream()
                .filter(run -> run.text("task").equals("account-check"))
                .findFirst()
                .orElseThrow();
        assertThat(check.text("slot")).isEqualTo("2026-11-29");
        assertThat(check.text("outcome")).isEqualTo("DONE");
        assertThat(check.get("counts").text("accounts")).isNotEqualTo("0");

        assertThat(names(at("2026-11-29T08:01:30Z", "tick"))).isEmpty();
        assertThat(names(at("2026-11-29T09:00:10Z", "tick"))).contains("orphan-cleanup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theTableOfTasksFitsATerminal(String language) {
        desk.generateFromSample("--yes");

        List<String> lines = desk.run("tasks", "list", "--lang", language)
                .out()
                .lines()
                .filter(line -> line.matches("  [a-z-]+ .*"))
                .toList();

        String next = language.equals("fr") ? "prochaine" : "next";
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines)
                .extracting(line -> line.indexOf(next))
                .containsOnly(lines.get(0).indexOf(next));
    }

    @Test
    void aTickWithoutADatabaseSaysSo() {
        Desk.Result tick = desk.run("tick");

        assertThat(tick.exit()).isEqualTo(6);
        assertThat(tick.err()).contains("There is no database");
        assertThat(tick.out()).contains("Nothing was run", "cartable roster import");
    }

    @Test
    void aTickIsHeldWhileAnotherProcessHasTheFileOpen() throws IOException {
        desk.generateFromSample("--yes");
        try (FileChannel other = FileChannel.open(folder.resolve("cartable.mv.db"), StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNotNull();

            Desk.Result tick = desk.run("tick");

            assertThat(tick.exit()).isEqualTo(7);
            assertThat(tick.err()).contains("in use by another process", "nothing was done");
        }
        assertThat(desk.run("tick").exit()).isZero();
    }

    /** Report cards need the host key, which such a school has, too. */
    @Test
    void aSchoolWithoutParentAccountsMakesReportCards() {
        desk.run("roster", "import", Desk.SAMPLE.toString());
        at("2026-12-14T12:00:00Z", "tick");

        assertThat(names(at("2026-12-15T00:00:10Z", "tick"))).contains("report-cards");
    }

    @Test
    void whatIsSwitchedOffDoesNotRun() {
        desk.generateFromSample("--yes");
        at(SUNDAY, "tick");
        Json off = at(SUNDAY, "tasks", "off", "account-check");
        assertThat(off.list("tasks").get(0).text("enabled")).isEqualTo("false");
        assertThat(off.list("tasks").get(0).text("nextAt")).isEqualTo("null");

        assertThat(names(at("2026-11-29T08:00:30Z", "tick"))).doesNotContain("account-check");

        at("2026-11-29T08:30:00Z", "tasks", "on", "account-check");
        assertThat(names(at("2026-11-29T08:31:00Z", "tick"))).doesNotContain("account-check");
        assertThat(names(at("2026-11-30T08:00:00Z", "tick"))).contains("account-check");
    }

    @Test
    void aTaskRunsAtItsNewTimeAndAgainAtItsOldOne() {
        desk.generateFromSample("--yes");
        at(SUNDAY, "tick");
        Json moved = at(SUNDAY, "tasks", "at", "account-check", "30", "9", "*", "*", "1-5");
        assertThat(moved.list("tasks").get(0).text("schedule")).isEqualTo("30 9 * * 1-5");
        assertThat(moved.list("tasks").get(0).text("nextAt")).isEqualTo("2026-11-30T09:30:00Z");

        Json back = at(SUNDAY, "tasks", "at", "account-check", "default");
        assertThat(back.list("tasks").get(0).text("schedule")).isEqualTo("daily 08:00");
        assertThat(back.list("tasks").get(0).text("changed")).isEqualTo("false");

        Json paris = at(SUNDAY, "tasks", "at", "account-check", "daily", "08:00", "--in", "Europe/Paris");
        assertThat(paris.list("tasks").get(0).text("nextAt")).isEqualTo("2026-11-30T07:00:00Z");
        assertThat(paris.list("tasks").get(0).text("zone")).isEqualTo("Europe/Paris");
        assertThat(names(at("2026-11-30T07:00:00Z", "tick"))).contains("account-check");
        Desk.Result unknown = desk.run("tasks", "at", "account-check", "daily", "08:00", "--in", "Europe/Nowhere");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("--in", "Europe/Nowhere");
        assertThat(at(SUNDAY, "tasks", "at", "account-check", "default")
                        .list("tasks")
                        .get(0)
                        .text("zone"))
                .isNotEqualTo("Europe/Paris");
    }

    @Test
    void aTaskMayHaveSeveralTimesOfTheDay() {
        desk.generateFromSample("--yes");
        at(SUNDAY, "tick");

        for (String[] times : new String[][] {{"08:00,18:00"}, {"08:00", "18:00"}}) {
            List<String> command = new ArrayList<>(List.of("tasks", "at", "account-check", "daily"));
            command.addAll(List.of(times));
            assertThat(at(SUNDAY, command.toArray(String[]::new))
                            .list("tasks")
                            .get(0)
                            .text("schedule"))
                    .isEqualTo("daily 08:00 18:00");
        }
        assertThat(names(at("2026-11-30T08:00:00Z", "tick"))).contains("account-check");
        assertThat(names(at("2026-11-30T12:00:00Z", "tick"))).doesNotContain("account-check");
        assertThat(names(at("2026-11-30T18:00:00Z", "tick"))).contains("account-check");
    }

    @Test
    void whatTicksOnceADayRaisesNoAlarmOfStandingStill() throws Exception {
        desk.generateFromSample("--yes");
        String line = desk.run("tasks", "install", "--at", "23:00").out();
        assertThat(line).contains("tick --tick-silence 1560");
        assertThat(desk.run("tasks", "install").out()).doesNotContain("--tick-silence");
        String[] tick = {"tick", "--tick-silence", "1560", "--alarms-to", "chef@example.org", "--now"};

        for (String day : List.of("2026-11-28", "2026-11-29", "2026-11-30")) {
            desk.run(Stream.concat(Stream.of(tick), Stream.of(day + "T23:00:00Z"))
                    .toArray(String[]::new));
        }

        assertThat(desk.mails())
                .noneMatch(mail -> mail.contains("se sont arrêtées") || mail.contains("Aucune tâche planifiée"));
        assertThat(desk.run("tick", "--tick-silence", "soon").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hourly", "daily 25:00", "61 * * * *", "every 0s"})
    void aTimeThatIsNoneIsRefusedWithExamples(String when) {
        desk.generateFromSample("--yes");
        Desk.Result refused = desk.run("tasks", "at", "account-check", when, "--lang", "fr");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains(when, "n’est pas un horaire", "daily 08:00");
    }

    @Test
    void aTaskThatThereIsNotIsRefusedWithThoseThatThereAre() {
        desk.generateFromSample("--yes");
        for (String command : List.of("show", "run", "on", "off")) {
            Desk.Result refused = desk.run("tasks", command, "backup");
            assertThat(refused.exit()).as(command).isEqualTo(2);
            assertThat(refused.err()).contains("There is no task backup", "account-check");
        }
    }

    @Test
    void aRunByHandIsShown() {
        desk.generateFromSample("--yes");
        Desk.Result run = desk.run("tasks", "run", "account-check");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("account-check", "done", "Accounts");

        Json shown = desk.json("tasks", "show", "account-check");
        assertThat(shown.list("runs")).hasSize(1);
        assertThat(shown.list("runs").get(0).text("slot")).startsWith("by-hand-");
        assertThat(shown.list("tasks").get(0).text("lastRun")).isEqualTo("null");
        assertThat(desk.run("tasks", "show", "account-check").out())
                .contains("by hand, ")
                .doesNotContain("by-hand-");
    }

    @Test
    void peopleReadSchedulesAndDatesInTheirLanguage() {
        at(SUNDAY, "accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");
        at(SUNDAY, "tick");
        at(SUNDAY, "tasks", "at", "account-check", "daily", "08:00", "18:30");
        at("2026-12-05T09:00:00Z", "tick");

        String french = desk.run("tasks", "list", "--lang", "fr", "--zone", "Africa/Conakry", "--now", SUNDAY)
                .out();
        assertThat(french)
                .contains(
                        "chaque jour 08:00 18:30",
                        "chaque dimanche 09:00",
                        "chaque mois le 1er 00:00",
                        "chaque heure",
                        "chaque minute",
                        "toutes les 5 min")
                .doesNotContain(" daily ", " weekly ", " every ");
        assertThat(french.lines().filter(line -> line.contains("orphan-cleanup")))
                .singleElement()
                .asString()
                .contains("manquée")
                .containsPattern("29 nov[^ ]* 2026")
                .doesNotContain("W48");
        assertThat(desk.run("tasks", "list", "--now", SUNDAY).out())
                .contains("daily 08:00 18:30", "weekly Sunday 09:00", "monthly on day 1 00:00", "every 5 min");
        assertThat(at(SUNDAY, "tasks", "list").list("tasks"))
                .extracting(task -> task.text("schedule"))
                .contains("daily 08:00 18:30", "weekly sunday 09:00", "monthly 1 00:00", "every 5m");
    }

    @Test
    void theDoctorLooksAtTicksAndAtTasksThatFailedOrWereMissed() {
        at(SUNDAY, "accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");
        assertThat(tasksSeenByTheDoctor(SUNDAY)).containsExactly("warn never");
        at(SUNDAY, "tick");
        assertThat(tasksSeenByTheDoctor(SUNDAY)).containsExactly("ok ticks");
        assertThat(tasksSeenByTheDoctor("2026-11-29T12:00:00Z")).containsExactly("bad silent");
        assertThat(desk.results().get(desk.results().size() - 1).exit()).isEqualTo(4);

        at("2026-12-05T09:00:00Z", "tick");
        desk.sql(
                "UPDATE cartable_occurrence SET state = 'FAILED', reason = 'it was full' WHERE task = 'account-check'");
        assertThat(tasksSeenByTheDoctor("2026-12-05T09:00:00Z")).contains("ok ticks", "bad failed", "warn missed");
        assertThat(desk.run("doctor", "--now", "2026-12-05T09:00:00Z").out())
                .contains("account-check", "it was full", "cartable tasks run account-check", "orphan-cleanup");

        at("2026-12-05T09:00:00Z", "tasks", "off", "account-check");
        assertThat(tasksSeenByTheDoctor("2026-12-05T09:00:00Z")).doesNotContain("bad failed");
    }

    private List<String> tasksSeenByTheDoctor(String now) {
        return at(now, "doctor").list("checks").stream()
                .filter(check -> check.text("check").equals("tasks"))
                .map(check -> check.text("status") + " " + check.text("code"))
                .toList();
    }

    @Test
    void whatDidNotTickForLongIsFound() {
        desk.generateFromSample("--yes");
        Desk.Result never = desk.run("tasks", "list", "--now", SUNDAY);
        assertThat(never.exit()).isZero();
        assertThat(never.out()).contains("Nothing has ticked yet");
        at(SUNDAY, "tick");

        assertThat(desk.run("tasks", "list", "--now", "2026-11-29T08:10:00Z").exit())
                .isZero();
        Desk.Result silent = desk.run("tasks", "list", "--now", "2026-11-29T12:00:00Z");
        assertThat(silent.exit()).isEqualTo(4);
        assertThat(silent.out()).contains("Nothing has ticked since");
    }

    @Test
    void whatIsPrintedTicksAndInstallsNothing() throws IOException {
        List<String> before = files();
        Desk.Result cron = desk.run("tasks", "install", "--log", "runs.log");
        assertThat(cron.out())
                .startsWith("* * * * * cd " + folder.toAbsolutePath())
                .contains(" tick --log-file " + folder.toAbsolutePath().resolve("runs.log"));
        assertThat(desk.run("tasks", "install", "--at", "23:00").out()).startsWith("0 23 * * * ");
        assertThat(desk.run("tasks", "install", "--systemd").out()).contains("OnCalendar=*-*-* *:*:00", "ExecStart=");
        assertThat(desk.run("tasks", "install", "--windows", "--at", "23:00").out())
                .contains("schtasks /Create /TN Cartable /SC DAILY /ST 23:00");
        assertThat(desk.run("tasks", "install", "--windows", "--log", "logs/runs.log")
                        .out())
                .contains(
                        "cd /d \\\"C:\\cartable\\\" && java -jar C:\\cartable\\cartable.jar tick --log-file logs\\runs.log")
                .contains("The paths are examples")
                .doesNotContain(folder.toString());
        assertThat(desk.run("tasks", "install", "--windows", "--systemd").exit())
                .isEqualTo(2);
        assertThat(desk.run("tasks", "install", "--at", "soon").exit()).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void eachRunIsALineOfTheLogWhichIsRenamedWhenItIsLarge() throws IOException {
        desk.generateFromSample("--yes");
        Path log = folder.resolve("runs.log");
        assertThat(desk.run("tick", "--log-file", "runs.log").exit()).isZero();
        assertThat(Files.readAllLines(log)).singleElement().asString().contains(" messages ", " DONE ");

        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(15L * 1024 * 1024);
        }
        for (int number = 1; number <= 10; number++) {
            Files.writeString(folder.resolve("runs.log." + number), Integer.toString(number));
        }
        desk.run("tasks", "at", "account-check", "every", "1s");
        assertThat(desk.run("tick", "--log-file", "runs.log", "--now", "2027-01-01T00:00:00Z")
                        .exit())
                .isEqualTo(3);
        assertThat(folder.resolve("runs.log.1")).hasSize(15L * 1024 * 1024);
        for (int number = 2; number <= 10; number++) {
            assertThat(folder.resolve("runs.log." + number)).hasContent(Integer.toString(number - 1));
        }
        assertThat(folder.resolve("runs.log.11")).doesNotExist();
        assertThat(Files.readAllLines(log))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("2027-01-01"));
    }

    @Test
    void placeholdersKeepMessagesAndNothingElse() {
        at(SUNDAY, "accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");
        at(SUNDAY, "tasks", "list");
        at(SUNDAY, "tick");
        desk.environment().put("CARTABLE_SMTP", "smtp://smtp.example.org:587");
        Desk.Result tick = desk.run("tick", "--now", "2026-11-29T08:00:30Z", "--zone", "Africa/Conakry");

        assertThat(tick.exit()).isEqualTo(5);
        assertThat(tick.err()).contains("Messages wait", "--school");
        assertThat(tick.out()).contains("account-check");
    }

    @Test
    void anAdministratorIsNotifiedOnceADayThatNothingRan() throws IOException, MessagingException {
        at(SUNDAY, "accounts", "generate", "--roster", Desk.SAMPLE.toString(), "--yes");
        desk.environment().put("CARTABLE_ALARMS_TO", "admin@example.org");
        at(SUNDAY, "tick");
        at("2026-11-29T12:00:00Z", "tick");
        at("2026-11-29T16:00:00Z", "tick");

        assertThat(desk.mails().stream().filter(mail -> mail.contains("Aucune tâche planifiée")))
                .singleElement()
                .asString()
                .containsPattern("29 novembre 2026( à)? 07:59 et 29 novembre 2026( à)? 12:00")
                .contains("À faire");
        assertThat(desk.run("tick", "--alarms-to", "admin").err()).contains("admin");
    }

    @Test
    void everyNumberOfEveryTaskHasWordsInEachLanguage() {
        desk.generateFromSample("--yes");
        List<String> tasks = desk.json("tasks", "list").list("tasks").stream()
                .map(task -> task.text("task"))
                .toList();
        assertThat(tasks).hasSizeGreaterThan(9);
        for (String task : tasks) {
            Json run = desk.json("tasks", "run", task);
            for (String number : run.list("runs").get(0).get("counts").names()) {
                assertThat(List.of(Locale.FRENCH, Locale.ENGLISH))
                        .as("%s of %s", number, task)
                        .allSatisfy(language -> assertThat(Words.in(language).has("count." + number))
                                .isTrue());
            }
        }
    }

    @Test
    void aTimerThatWouldNotHaveTheSettingsOfTodayIsNotPrinted() {
        Desk.Result byOption = desk.run("tasks", "install", "--speak", "false");
        assertThat(byOption.exit()).isEqualTo(2);
        assertThat(byOption.out()).isEmpty();
        assertThat(byOption.err()).contains("--speak", "cartable.properties");

        desk.environment().put("CARTABLE_SPEAK", "false");
        assertThat(desk.run("tasks", "install").err()).contains("--speak");
    }

    @Test
    void aPercentSignInAFolderDoesNotEndTheLineOfCron() throws IOException {
        Desk there = Desk.withFile(Files.createDirectory(folder.resolve("50 %")));

        assertThat(there.run("tasks", "install").out()).contains("50 \\%'").doesNotContain("50 %");
    }

    @Test
    void aLogThatIsNoFileIsRefusedBeforeAnythingRuns() throws IOException {
        desk.generateFromSample("--yes");
        Files.createSymbolicLink(folder.resolve("link.log"), folder.resolve("target.log"));
        for (String log : List.of("link.log", ".", "missing/runs.log")) {
            Desk.Result refused = desk.run("tick", "--log-file", log);
            assertThat(refused.exit()).as(log).isEqualTo(1);
            assertThat(refused.err()).as(log).contains("cannot be written", "nothing was run");
        }
        assertThat(folder.resolve("target.log")).doesNotExist();
        assertThat(desk.json("tick").list("runs")).isNotEmpty();

        desk.run("tick", "--log-file", "runs.log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("runs.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aTaskIsNotRunByHandWhereAnotherInstallationSpeaks() {
        desk.environment().put("CARTABLE_INSTANCE_ID", "prod");
        desk.generateFromSample("--yes");
        desk.run("tick");
        desk.environment().put("CARTABLE_INSTANCE_ID", "copy");

        Desk.Result refused = desk.run("tasks", "run", "account-check");
        assertThat(refused.exit()).isEqualTo(7);
        assertThat(refused.err()).contains("account-check", "cartable instance show");
        desk.run("instance", "claim", "--yes");
        assertThat(desk.run("tasks", "run", "account-check").exit()).isZero();
    }
}
