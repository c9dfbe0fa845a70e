package dev.cartable.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.jdbc.testing.TestDatabase;
import dev.cartable.privacy.model.RetentionPeriods.DataKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counters that somebody has changed behind the library's back, and counters that are missing. */
class QuotaAuditTest {
    private static final String WEDNESDAY = "2026-11-18T10:00:00Z";
    private static final String THURSDAY = "2026-11-19T10:00:00Z";

    /** 63 days after that Wednesday. */
    private static final String JANUARY = "2027-01-20T10:00:00Z";

    private static final String A_SECOND_LATER = "2027-01-20T10:00:01Z";

    @TempDir
    Path folder;

    private static Json at(Desk desk, int exit, String now, String... command) {
        return QuotaExample.answer(desk, exit, now, command);
    }

    private static List<String> used(Desk desk, String user) {
        return QuotaExample.used(desk, THURSDAY, user);
    }

    @OnEachDatabase
    void wrongNumbersAreFoundMendedAndNotedAndASecondRepairDoesNothing(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        desk.environment().put("USER", "chef");
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, 0, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", "1000");
        at(desk, 0, THURSDAY, "quota", "record", "--user", "john", "--bytes", "500");
        at(desk, 0, THURSDAY, "quota", "reset", "daily", "--user", "john", "--yes");
        at(desk, 0, THURSDAY, "quota", "record", "--user", "john", "--bytes", "70");
        Json clean = at(desk, 0, THURSDAY, "quota", "audit");
        assertThat(clean.count("users")).isEqualTo(1);
        assertThat(clean.count("wrong") + clean.count("behind")).isZero();
        assertThat(clean.text("provenFrom")).isEqualTo("2026-09-19");
        List<String> before = used(desk, "john");
        assertThat(before).containsExactly("70", "1570", "1570", "1570");

        desk.sql(
                "UPDATE cartable_usage SET day_down = 9999, week_down = -7, cycle_up = 3",
                "UPDATE cartable_usage_day SET day_down = 1 WHERE used_on = DATE '2026-11-18'");
        Json found = at(desk, 4, THURSDAY, "quota", "audit", "--user", "john");
        assertThat(found.list("wrong"))
                .extracting(wrong -> wrong.text("user") + " " + wrong.text("window") + " " + wrong.text("storedBytes")
                        + " " + wrong.text("expectedBytes") + " " + wrong.text("differenceBytes"))
                .containsExactly(
                        "u1 DAYS 1 1000 999", "u1 DAY 9999 70 -9929", "u1 WEEK -7 1570 1577", "u1 CYCLE 1573 1570 -3");

        List<String> tampered = Snapshot.of(desk.database());
        assertThat(at(desk, 0, THURSDAY, "quota", "repair", "--dry-run").count("wrong"))
                .isEqualTo(4);
        assertThat(Snapshot.of(desk.database())).isEqualTo(tampered);
        assertThat(at(desk, 0, THURSDAY, "quota", "repair").count("wrong")).isEqualTo(4);
        assertThat(used(desk, "john")).isEqualTo(before);
        assertThat(at(desk, 0, THURSDAY, "quota", "audit").count("wrong")).isZero();
        List<String> mended = QuotaExample.stored(desk);
        assertThat(at(desk, 0, THURSDAY, "quota", "repair").count("wrong")).isZero();
        assertThat(QuotaExample.stored(desk)).isEqualTo(mended);
        Json note = at(desk, 0, THURSDAY, "quota", "history", "--user", "john")
                .list("history")
                .get(0);
        assertThat(note.text("type") + " " + note.text("actor")).isEqualTo("REPAIRED chef");
        assertThat(note.text("cause")).contains("WEEK 2026-11-16 by 0 bytes up and 1577 down");
    }

    @OnEachDatabase
    void countersThatAreMissingOfAnotherProfileOrOfSomebodyGoneAreBroughtInStep(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, 0, WEDNESDAY, "quota", "profile", "add", "Promo");
        for (String user : List.of("u2", "u3", "u4", "u5")) {
            at(desk, 0, WEDNESDAY, "users", "add", user, "--name", "name-" + user, "--promotion", "L3 Info");
        }
        at(desk, 0, WEDNESDAY, "quota", "record", "--user", "u3", "--bytes", "300");
        at(desk, 0, WEDNESDAY, "quota", "assign", "--promotion", "L3 Info", "--profile", "Promo");
        at(desk, 0, WEDNESDAY, "quota", "record", "--user", "u4", "--bytes", "400");
        desk.sql(
                "DELETE FROM cartable_usage WHERE user_id IN ('u2', 'u4')",
                "UPDATE cartable_user SET promotion_id = NULL WHERE id = 'u3'",
                "DELETE FROM cartable_user WHERE id = 'u5'");

        Json found = at(desk, 4, THURSDAY, "quota", "audit");
        assertThat(found.list("behind"))
                .extracting(behind -> behind.text("user") + " " + behind.text("step"))
                .containsExactlyInAnyOrder("u5 DISABLE_UNKNOWN", "u2 OPEN", "u3 DISABLE", "u4 OPEN");
        assertThat(found.list("wrong"))
                .extracting(wrong -> wrong.text("user") + " " + wrong.text("window"))
                .containsExactly("u4 WEEK", "u4 MONTH", "u4 CYCLE");
        Json done = at(desk, 0, THURSDAY, "quota", "repair");
        assertThat(List.of(done.count("wrong"), done.count("behind"), done.count("skipped")))
                .containsExactly(3L, 4L, 0L);
        assertThat(used(desk, "u4")).containsExactly("0", "400", "400", "400");
        Json again = at(desk, 0, THURSDAY, "quota", "audit");
        assertThat(again.count("wrong") + again.count("behind")).isZero();
        assertThat(desk.stores().usage().all())
                .hasSize(5)
                .extracting(usage -> usage.active())
                .containsExactly(true, true, false, true, false);
    }

    @OnEachDatabase
    void oldEventsAreForgottenOnceAndAnAuditFindsTheSameAfterwards(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        at(desk, 0, WEDNESDAY, "quota", "record", "--user", "john", "--bytes", "1000", "--event", "e1");
        at(desk, 0, THURSDAY, "quota", "record", "--user", "john", "--bytes", "500", "--event", "e2");
        assertThat(at(desk, 0, JANUARY, "retention", "apply").count("forgotten"))
                .isZero();
        at(
                desk, 1, JANUARY, "quota", "record", "--user", "john", "--bytes", "1000", "--event", "e1", "--at",
                WEDNESDAY);

        List<String> before = Snapshot.of(desk.database());
        Json dry = at(desk, 0, A_SECOND_LATER, "retention", "apply", "--dry-run");
        assertThat(dry.count("forgotten")).isEqualTo(1);
        assertThat(dry.list("kinds"))
                .hasSize(DataKind.values().length)
                .allMatch(row -> row.text("removed").equals("0"));
        assertThat(Snapshot.of(desk.database())).isEqualTo(before);
        List<String> counted = QuotaExample.stored(desk);
        assertThat(at(desk, 0, A_SECOND_LATER, "retention", "apply").count("forgotten"))
                .isEqualTo(1);
        assertThat(at(desk, 0, A_SECOND_LATER, "retention", "apply").count("forgotten"))
                .isZero();

        assertThat(QuotaExample.stored(desk)).isEqualTo(counted);
        assertThat(at(desk, 0, A_SECOND_LATER, "quota", "audit").count("wrong")).isZero();
        assertThat(desk.run("retention", "apply", "--now", A_SECOND_LATER, "--lang", "fr")
                        .out())
                .contains("365 jours");
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void whatIsFoundIsSaidInFrench(TestDatabase.Kind kind) {
        Desk desk = Desk.with(kind, folder);
        QuotaExample.set(desk, WEDNESDAY);
        desk.sql("UPDATE cartable_usage SET month_down = 12");
        Desk.Result audit = desk.run("quota", "audit", "--now", WEDNESDAY, "--lang", "fr");

        assertThat(audit.exit()).isEqualTo(4);
        assertThat(audit.out())
                .contains("u1 john, mois 2026-11-01\u00A0: 12 octets y figurent, 0 attendus")
                .contains("Pour réparer\u00A0: cartable quota repair");
    }
}
