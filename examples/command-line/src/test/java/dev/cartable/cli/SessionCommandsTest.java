package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCommandsTest {
    private static final String NOW = "2026-11-18T10:00:00Z";
    private static final String LATER = "2026-11-18T11:00:00Z";
    private static final String HEADER = "nas,session,user,status,at,input_octets,input_gigawords,output_octets,"
            + "output_gigawords,session_time\n";

    @TempDir
    Path folder;

    @OnEachDatabase
    void whatAccessServersTellIsCountedAndASessionMoreThanAllowedIsRefused(TestDatabase.Kind kind) throws IOException {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, NOW);
        Json granted = QuotaExample.done(desk, NOW, admit("s1"));
        assertThat(granted.text("granted")).isEqualTo("true");
        assertThat(granted.get("attributes").text("sessionTimeout")).isEqualTo("28800");
        assertThat(granted.list("sessions")).isEmpty();

        Desk.Result second = desk.run(at(NOW, "--json", admit("s2")));
        assertThat(second.exit()).isEqualTo(1);
        Json refused = Json.parse(second.out());
        assertThat(refused.text("granted")).isEqualTo("false");
        assertThat(refused.get("error").text("code")).isEqualTo("TOO_MANY_SESSIONS");
        assertThat(refused.list("sessions"))
                .singleElement()
                .returns("s1", session -> session.text("session"))
                .returns("null", session -> session.text("end"));

        String file = HEADER + "portal,s1,john,Start,2026-11-18T10:00:05Z,,,,,\n"
                + "portal,s1,john,Interim-Update,2026-11-18T10:10:05Z,1000,0,4294967295,0,600\n"
                + "portal,s1,u1,2,2026-11-18T10:20:05Z,3000,,5,1,1200\n"
                + "portal,,,Accounting-On,2026-11-18T10:59:00Z,,,,,\n";
        Files.writeString(folder.resolve("readings.csv"), file);
        Json told = QuotaExample.done(desk, LATER, "session", "record", "--file", "readings.csv");
        assertThat(told.count("counted")).isEqualTo(4);
        assertThat(told.count("refused")).isZero();
        Json again = QuotaExample.done(desk, LATER, "session", "record", "--file", "readings.csv");
        assertThat(again.count("repeated")).isEqualTo(4);

        Json day = QuotaExample.done(desk, LATER, "quota", "show", "john")
                .list("windows")
                .get(0);
        assertThat(day.text("usedUpBytes")).isEqualTo("3000");
        assertThat(day.text("usedDownBytes")).isEqualTo("4294967301");
        Json all = QuotaExample.done(desk, LATER, "session", "list", "--user", "john", "--all");
        assertThat(all.list("sessions")).singleElement().returns("STOPPED", session -> session.text("end"));
        assertThat(QuotaExample.done(desk, LATER, "session", "list").list("sessions"))
                .isEmpty();
    }

    @Test
    void anExportWithAliveAndLocalTimesIsReadAndDoctorNamesAServerWithoutGigawords() throws IOException {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, NOW);
        String file = HEADER + "portal,s1,john,Start,2026-11-18 10:00:05,,,,,\n"
                + "portal,s1,john,Alive,1794996605,1000,,3000000000,,\n"
                + "portal,s1,john,Stop,Nov 18 2026 10:20:05 GMT,0,,0,,\n";
        Files.writeString(folder.resolve("readings.csv"), file);

        Json told =
                QuotaExample.done(desk, LATER, "session", "record", "--line-speed", "100000", "--file", "readings.csv");

        assertThat(told.count("counted")).isEqualTo(3);
        Json day = QuotaExample.done(desk, LATER, "quota", "show", "john")
                .list("windows")
                .get(0);
        assertThat(day.text("usedDownBytes")).isEqualTo("3000000000");
        Desk.Result checks = desk.run(at(LATER, "--yes", "doctor"));
        assertThat(checks.out()).as(checks.err()).contains("The access server portal reports octets without gigawords");
        assertThat(desk.run(at(LATER, "--line-speed=0", "session", "list")).exit())
                .isEqualTo(2);
    }

    @Test
    void staleSessionsAreListedByADryRunAndClosedByARun() {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, NOW);
        QuotaExample.done(desk, NOW, admit("s1"));
        List<String> before = Snapshot.of(desk.database());

        Json planned = QuotaExample.done(desk, LATER, "session", "close-stale", "--dry-run");
        assertThat(planned.count("stale")).isEqualTo(1);
        assertThat(planned.list("sessions")).singleElement().returns("STALE", session -> session.text("end"));
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);

        assertThat(QuotaExample.done(desk, LATER, "session", "close-stale").count("stale"))
                .isEqualTo(1);
        assertThat(QuotaExample.done(desk, LATER, "session", "close-stale").count("input"))
                .isZero();
        assertThat(desk.run(at(LATER, "--all", "session", "list", "--lang", "fr"))
                        .out())
                .contains("sans nouvelles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "portal,s1,john,Begin,2026-11-18T10:00:00Z,,,,, | status | 'Begin' is no status",
                "portal,s1,john,Start,noon,,,,, | at | noon",
                "portal,s1,,Start,2026-11-18T10:00:00Z,,,,, | user | missing",
                "portal,,john,Start,2026-11-18T10:00:00Z,,,,, | session | missing",
                "portal,s1,nobody,Start,2026-11-18T10:00:00Z,,,,, | user | nobody",
                ",s1,john,Start,2026-11-18T10:00:00Z,,,,, | nas | NAS",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,-1,,0,, | input_octets | -1",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,0,,4294967296,, | output_octets | 4294967296",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,0,,x,, | output_octets | 'x' is not a whole number",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,0,,0,1073741824, | output_octets | 1073741824",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,5,,,, | output_octets | one direction",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,,1,,, | input_octets | without octets",
                "portal,s1,john,Stop,2026-11-18T10:00:00Z,,,,,-1 | session_time | -1",
                "portal,s1,john,Stop,2026-11-18T10:06:00Z,,,,, | at | 5 minutes",
                "portal,s1,john,Stop,2026-11-01T10:00:00Z,,,,, | at | too long ago",
                "portal,,,Accounting-Off,2026-11-01T10:00:00Z,,,,, | at | too long ago",
            })
    void aBadLineIsToldByFileLineColumnAndReasonAndTheOthersCount(String line, String column, String reason)
            throws IOException {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, NOW);
        Files.writeString(folder.resolve("readings.csv"), HEADER + line + "\nportal,s9,john,Start," + NOW + ",,,,,\n");

        Desk.Result result = desk.run(at(NOW, "--json", "session", "record", "--file", "readings.csv"));

        assertThat(result.exit()).isEqualTo(3);
        Json told = Json.parse(result.out());
        assertThat(told.count("counted")).isEqualTo(1);
        assertThat(told.count("refused")).isEqualTo(1);
        assertThat(told.list("errors")).singleElement().satisfies(error -> {
            assertThat(error.text("file") + ":" + error.text("line") + ":" + error.text("column"))
                    .isEqualTo("readings.csv:2:" + column);
            assertThat(error.text("reason")).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "session | 2 | command",
                "session admit --user john --nas portal | 2 | --session",
                "session admit --user nobody --nas portal --session 1 | 1 | There is no user 'nobody'",
                "session admit --user u2 --nas portal --session 1 | 1 | no profile",
                "session record --file nowhere.csv | 1 | cannot be read",
                "session list --user nobody | 1 | There is no user 'nobody'",
            })
    void whatCannotBeDoneIsSaid(String command, int exit, String reason) {
        Desk desk = Desk.withFile(folder);
        QuotaExample.set(desk, NOW);
        QuotaExample.done(desk, NOW, "users", "add", "u2", "--name", "awa");

        Desk.Result result = desk.run(at(NOW, command.split(" ")));

        assertThat(result.err()).contains(reason);
        assertThat(result.exit()).isEqualTo(exit);
    }

    private static String[] admit(String session) {
        return new String[] {"session", "admit", "--user", "john", "--nas", "portal", "--session", session};
    }

    private static String[] at(String now, String option, String... command) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = option;
        return at(now, all);
    }

    private static String[] at(String now, String[] command) {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.addAll(List.of("--now", now, "--zone", "Africa/Conakry"));
        return words.toArray(String[]::new);
    }
}
