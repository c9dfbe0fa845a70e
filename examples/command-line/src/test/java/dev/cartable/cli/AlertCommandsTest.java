package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors and their summaries, forecasts, and the quiet hours. */
class AlertCommandsTest {
    private static final String WEDNESDAY = "2026-11-18T10:00:00Z";
    private static final String THURSDAY = "2026-11-19T10:00:00Z";
    private static final String FRIDAY = "2026-11-20T10:00:00Z";

    /** 85 % of 5 GiB. */
    private static final String BYTES = "4563402752";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() {
        desk = Desk.withFile(folder);
    }

    private Json at(String now, String... command) {
        return QuotaExample.done(desk, now, command);
    }

    private Json refused(int exit, String now, String... command) {
        return QuotaExample.answer(desk, exit, now, command);
    }

    private Json summary(String now, String... more) {
        return at(now, and(new String[] {"alerts", "summary"}, more));
    }

    private static String[] and(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }

    private void johnIsWarned(String now) {
        at(now, "quota", "record", "--user", "john", "--bytes", BYTES);
        assertThat(at(now, "alerts", "check", "--send").count("queued")).isEqualTo(1);
    }

    @OnEachDatabase
    void aSupervisorIsToldOnceOfTheAlertsOfADayThatIsOver(TestDatabase.Kind kind)
            throws IOException, MessagingException {
        desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(WEDNESDAY, "users", "add", "u2", "--name", "marie", "--email", "marie@example.org", "--language", "fr");
        at(WEDNESDAY, "users", "add", "u3", "--name", "awa");
        Json supervised =
                at(WEDNESDAY, "alerts", "supervise", "--promotion", "L3 Info", "--user", "marie", "--user", "u3");
        assertThat(supervised.text("promotion") + supervised.text("supervisors"))
                .isEqualTo("L3 Info[u2, u3]");
        johnIsWarned(WEDNESDAY);
        assertThat(at(WEDNESDAY, "messages", "send").count("sent")).isEqualTo(1);
        assertThat(refused(1, WEDNESDAY, "alerts", "summary", "--day", "2026-11-18")
                        .get("error")
                        .text("code"))
                .isEqualTo("DAY_NOT_OVER");

        List<String> before = Snapshot.of(desk.database());
        for (String[] dry : new String[][] {{}, {"--dry-run"}, {"--dry-run", "--send"}, {"--day", "2026-11-18"}}) {
            Json shown = summary(THURSDAY, dry);
            assertThat(shown.text("dryRun")).isEqualTo("true");
            assertThat(shown.list("summaries"))
                    .extracting(one -> one.text("supervisor") + " " + one.text("day") + " " + one.text("queued"))
                    .containsExactlyInAnyOrder("u2 2026-11-18 true", "u3 2026-11-18 false");
            assertThat(List.of(shown.count("input"), shown.count("queued"), shown.count("noChannel")))
                    .containsExactly(2L, 1L, 1L);
        }
        assertThat(desk.run("alerts", "summary", "--now", THURSDAY).out())
                .contains("u2 marie, for L3 Info on 2026-11-18: ");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);

        Json sent = summary(THURSDAY, "--send");
        assertThat(sent.text("dryRun") + sent.count("queued")).isEqualTo("false1");
        assertThat(summary(THURSDAY, "--send-email").count("queued")).isZero();
        assertThat(summary(FRIDAY, "--send", "--day", "2026-11-18").count("queued"))
                .isZero();
        assertThat(summary(FRIDAY, "--send").count("input"))
                .as("nothing fired on Thursday")
                .isZero();
        assertThat(at(FRIDAY, "messages", "send").count("sent")).isEqualTo(1);
        assertThat(desk.mails())
                .hasSize(2)
                .anySatisfy(mail -> assertThat(mail)
                        .startsWith("Bonjour marie,")
                        .contains("L3 Info", "john\u00A0: quota bientôt épuisé, 80\u00A0%, 10:00"));
    }

    @Test
    void whoSupervisesIsReplacedAndNobodyIsAChoice() {
        QuotaExample.set(desk, WEDNESDAY);
        at(WEDNESDAY, "users", "add", "u2", "--name", "marie", "--email", "marie@example.org");
        String[] supervise = {"alerts", "supervise", "--promotion", "L3 Info"};
        at(WEDNESDAY, and(supervise, "--user", "marie"));
        johnIsWarned(WEDNESDAY);
        assertThat(summary(THURSDAY).count("queued")).isEqualTo(1);

        List<String> before = Snapshot.of(desk.database());
        refused(2, WEDNESDAY, supervise);
        refused(2, WEDNESDAY, and(supervise, "--user", "marie", "--nobody"));
        assertThat(refused(1, WEDNESDAY, and(supervise, "--user", "john", "--user", "nobody"))
                        .get("error")
                        .text("code"))
                .isEqualTo("UNKNOWN_USER");
        assertThat(refused(1, WEDNESDAY, "alerts", "supervise", "--promotion", "M9", "--user", "marie")
                        .get("error")
                        .text("code"))
                .isEqualTo("UNKNOWN_PROMOTION");
        refused(2, THURSDAY, "alerts", "summary", "--send", "--mail-to", "me@example.org");
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);

        at(WEDNESDAY, and(supervise, "--user", "john"));
        assertThat(summary(THURSDAY).list("summaries"))
                .extracting(one -> one.text("supervisor"))
                .containsExactly("u1");
        assertThat(at(WEDNESDAY, and(supervise, "--nobody")).text("supervisors"))
                .isEqualTo("[]");
        assertThat(summary(THURSDAY, "--send").count("input")).isZero();
    }

    @OnEachDatabase
    void aForecastIsMadeFromThreeDaysOnAndSaysWhenNothingWillBeLeft(TestDatabase.Kind kind) {
        desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(WEDNESDAY, "quota", "profile", "edit", "Étudiant", "--monthly", "20 GiB");
        at(
                WEDNESDAY,
                "alerts",
                "add",
                "--profile",
                "Étudiant",
                "--type",
                "quota_forecast",
                "--window",
                "month",
                "--template",
                "{username} : épuisé {used_up_on}");
        String[] record = {"quota", "record", "--user", "john", "--bytes", "3 GiB"};
        at(WEDNESDAY, record);
        at(THURSDAY, record);
        assertThat(at(THURSDAY, "alerts", "check").count("fired"))
                .as("two days of data")
                .isZero();

        at(FRIDAY, record);
        // 9 GiB in the 48 hours since the profile was assigned: the other 11 last for 58 hours more.
        Json forecast = at(FRIDAY, "alerts", "check");
        assertThat(forecast.list("alerts"))
                .extracting(alert -> alert.text("type") + " " + alert.text("window") + " " + alert.text("message"))
                .containsExactly("quota_forecast MONTH john : épuisé dimanche 22 novembre 2026");
    }

    @Test
    void anAlertWaitsUntilTheQuietHoursAreOver() throws IOException, MessagingException {
        QuotaExample.set(desk, WEDNESDAY);
        johnIsWarned(WEDNESDAY);
        String[] send = {"messages", "send", "--quiet-hours", "09:30-11:00"};

        Json quiet = at(WEDNESDAY, send);
        assertThat(List.of(quiet.count("sent"), quiet.count("deferred"), quiet.count("waiting")))
                .containsExactly(0L, 1L, 1L);
        assertThat(at("2026-11-18T10:59:59Z", send).count("sent")).isZero();
        assertThat(at("2026-11-18T11:00:00Z", send).count("sent")).isEqualTo(1);
        assertThat(desk.mails()).hasSize(1);
        assertThat(refused(2, WEDNESDAY, "messages", "send", "--quiet-hours", "late")
                        .get("error")
                        .text("message"))
                .contains("late");
    }
}
