package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaInputTest {
    private static final String NOW = "2026-11-18T10:00:00Z";

    @TempDir
    static Path prepared;

    private static List<String> before = List.of();

    @TempDir
    Path folder;

    private Desk desk = Desk.withFile(Path.of(""));

    @BeforeAll
    static void prepare() {
        Desk desk = Desk.withFile(prepared);
        QuotaExample.set(desk, NOW);
        run(desk, "users add u2 --name john");
        run(desk, "users add u3 --name alone");
        run(desk, "quota profile add Lent --up 64");
        before = Snapshot.of(desk.database());
    }

    @BeforeEach
    void sitDown() throws IOException {
        for (String file : List.of("cartable.mv.db", "cartable.key")) {
            Files.copy(prepared.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        desk = Desk.withFile(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "quota record --user u1 --bytes -1 | 2 | '-1' does not fit --bytes",
                "quota record --user u1 --bytes 9223372036854775808 | 2 | does not fit --bytes",
                "quota record --user u1 --bytes 9223372036854775807 | 2 | more than can be counted",
                "quota record --user u1 --bytes 0.5 | 2 | whole number",
                "quota record --user u1 --bytes much | 2 | does not fit --bytes",
                "quota record --user u1 --bytes 10 --up 7 --down 7 | 2 | must be the sum",
                "quota record --user u1 | 2 | --bytes",
                "quota record --bytes 1 | 2 | --user, --file",
                "quota record --user u1 --bytes 1 --at noon | 2 | 'noon' does not fit --at",
                "quota record --user u1 --bytes 1 --at 2026-11-18T10:06:00Z | 1 | ahead",
                "quota record --user u1 --bytes 1 --at 2026-11-01T10:00:00Z | 1 | too long ago",
                "quota record --user nobody --bytes 1 | 1 | There is no user 'nobody'",
                "quota record --user john --bytes 1 | 1 | one of: u1, u2",
                "quota record --file nowhere.csv | 1 | cannot be read",
                "quota record --file nowhere.csv --bytes 1 | 2 | With --file",
                "quota show nobody | 1 | There is no user 'nobody'",
                "quota assign --user u1 --profile Nothing | 1 | There is no profile 'Nothing'",
                "quota assign --promotion Nowhere --profile Lent | 1 | There is no promotion 'Nowhere'",
                "quota assign --user u1 --promotion L3 --profile Lent | 2 | --user, --promotion",
                "quota assign --user u1 | 2 | --profile, --remove",
                "quota profile add étudiant | 1 | already",
                "quota profile add X --daily -5 | 2 | does not fit --daily",
                "quota profile add X --up 0 | 2 | 1 or more",
                "quota profile add X --up many | 2 | does not fit --up",
                "quota profile add X --validity 0 | 2 | 1 to 36,500",
                "quota profile add X --validity 3 --months 1 | 2 | --validity, --months, --term",
                "quota profile add X --validity-from first-use | 2 | --validity DAYS",
                "quota profile add X --session-timeout -1 | 2 | does not fit --session-timeout",
                "quota profile add X --warn 101 | 2 | 1 to 100",
                "quota profile add X --throttle Nothing | 1 | There is no profile 'Nothing'",
                "quota profile edit Lent --throttle Lent | 2 | to itself",
                "quota profile edit Nothing --up 1 | 1 | There is no profile 'Nothing'",
                "quota reset yearly | 2 | 'yearly'",
                "quota reset daily --user nobody --yes | 1 | There is no user 'nobody'",
                "quota history --as-of 2026-11-18T10:00:00Z | 2 | --user, --promotion",
                "alerts add --profile Lent --type quota_warning --template {nickname} | 1 | nickname",
                "alerts add --profile Lent --type quota_warning --threshold 0 | 2 | 1 to 100",
                "alerts add --profile Lent --type quota_exceeded --threshold 80 | 2 | 100 to 1,000",
                "alerts add --profile Lent --type quota_warning --threshold 500 | 2 | 1 to 100",
                "alerts add --profile Lent --type nonsense | 2 | 'nonsense'",
                "alerts add --profile Lent | 2 | --type",
                "alerts add --profile Nothing --type quota_warning | 1 | There is no profile 'Nothing'",
                "alerts add --profile Lent --type quota_warning --channel sms | 2 | sms",
                "alerts add --profile Lent --type quota_warning --channel e-mail | 2 | 'e-mail'",
                "alerts edit 17 --threshold 90 | 1 | There is no alert 17",
                "alerts deactivate 00000000-0000-7000-8000-000000000000 | 1 | There is no alert",
                "alerts check --send --mail-to chef@example.org | 2 | messages send --mail-to",
                "users add u9 --active --inactive | 2 | --active, --inactive",
                "users import nowhere.csv | 1 | cannot be read",
                "quota profile list --now tomorrow | 2 | 'tomorrow' does not fit --now",
                "quota profile list --now 1969-12-31T23:59:59Z | 2 | does not fit --now",
            })
    void isRefusedWithAReasonAndNothingIsWritten(String command, int exit, String says) {
        Desk.Result result = run(command);

        assertThat(result.exit()).as(result.err()).isEqualTo(exit);
        assertThat(result.err()).contains(says).doesNotContain("\tat ", "should not have");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
    }

    @Test
    void noBytesAreAnEventLikeAnyOther() {
        assertThat(run("quota record --user u1 --bytes 0 --event e").exit()).isZero();
        assertThat(run("quota record --user u1 --bytes 0 --event e").out()).contains("Counted before");
    }

    @Test
    void otherContentsUnderAnIdThatCountsAreAConflict() throws IOException {
        run("users add u2 --name Zoé");
        assertThat(run("quota record --user u1 --bytes 10 --event e").exit()).isZero();

        Desk.Result again = run("quota record --user u1 --bytes 11 --event e");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("already counts for user u1, with 10 bytes", "(11 bytes)");
        assertThat(run("quota record --user u1 --bytes 11 --event e --strict").err())
                .contains("already counts");
        Files.writeString(
                folder.resolve("events.csv"),
                "user,bytes,event,at\nu2,7,e,\nu1,10,e,\nu1,12,e,\nu1,10,e,2026-11-20T08:00:00Z\n");

        Desk.Result file = run("quota record --file events.csv --json");

        assertThat(file.exit()).isEqualTo(3);
        assertThat(file.out()).contains("\"CONFLICT\"", "\"counted\":1", "\"repeated\":1", "\"refused\":2");
    }

    @Test
    void aCircleOfThrottlingIsRefused() {
        assertThat(run("quota profile edit Étudiant --throttle Lent").exit()).isZero();
        Desk.Result circle = run("quota profile edit Lent --throttle Étudiant");

        assertThat(circle.exit()).isEqualTo(1);
        assertThat(circle.err()).contains("in a circle");
    }

    @Test
    void aLineBreakInAUserNameIsRefused() {
        Desk.Result result = desk.run("users", "add", "u9", "--name", "eve\r\nBcc: all@example.org");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("control character");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
    }

    @Test
    void aFileThatIsCutOffCountsNothing() throws IOException {
        Files.writeString(folder.resolve("events.csv"), "user,bytes,event\nu1,1,e1\nu1,1");

        assertThat(run("quota record --file events.csv").exit()).isEqualTo(1);
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
    }

    @Test
    void withoutADatabaseNothingIsMade() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Desk elsewhere = Desk.withFile(empty);

        assertThat(elsewhere.run("quota", "show", "u1").exit()).isEqualTo(1);
        assertThat(elsewhere.run("quota", "profile", "add", "X", "--up", "0").exit())
                .isEqualTo(2);
        assertThat(elsewhere
                        .run("quota", "assign", "--user", "u1", "--profile", "X")
                        .exit())
                .isEqualTo(1);
        assertThat(elsewhere.run("users", "add", " ").exit()).isEqualTo(2);
        assertThat(elsewhere.run("alerts", "check", "--send").exit()).isZero();
        assertThat(empty).isEmptyDirectory();
    }

    private Desk.Result run(String command) {
        return run(desk, command);
    }

    private static Desk.Result run(Desk desk, String command) {
        List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
        if (!words.contains("--now")) {
            words.addAll(List.of("--now", NOW));
        }
        return desk.run(words.toArray(String[]::new));
    }
}
