package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.CORRECTION;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.Absence;
import dev.cartable.school.model.Guardianship;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrectionRuleTest {
    private final ReminderWorld school = ReminderWorld.listing();

    /** Awa was notified of an absence on Monday. */
    @BeforeEach
    void notified() {
        school.set("2026-11-30T08:00");
        absent();
        assertThat(runAt("2026-11-30T17:00")).containsExactly("awa absence");
    }

    @Test
    void whatChangesAfterwardsIsCorrectedOnce() {
        school.late("a1", ALI, "2026-11-30", 20);

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text())
                .contains(
                        "late=1\n",
                        "minutes=20\n",
                        "withdrawn=\n",
                        "day=lundi 30 novembre 2026\n",
                        "pupil=Ali Ndiaye\n");
        assertThat(runAt("2026-12-02T17:00")).isEmpty();
    }

    @Test
    void anExcuseIsACorrection() {
        school.excuse(absent());

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text()).contains("excused=1\n", "absent=1\n");
    }

    @Test
    void aWithdrawnFactIsTakenBack() {
        school.records.absences.clear();

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text()).contains("withdrawn=1\n", "absent=1\n", "day=lundi 30 novembre 2026\n");
        assertThat(runAt("2026-12-02T17:00")).isEmpty();
    }

    @Test
    void aReasonAloneIsNoCorrection() {
        Absence absence = absent();
        school.record(new Absence(
                absence.id(),
                ALI,
                absence.day(),
                absence.type(),
                absence.part(),
                null,
                0,
                false,
                null,
                "fièvre",
                absence.recordedAt(),
                absence.recordedBy()));

        assertThat(runAt("2026-12-01T17:00")).isEmpty();
    }

    @Test
    void eachChangeThereAndBackIsCorrected() {
        for (int i = 0; i < 3; i++) {
            school.late("a1", ALI, "2026-11-30", 20);
            assertThat(runAt("2026-12-0" + (1 + 2 * i) + "T17:00"))
                    .as("there %s", i)
                    .containsExactly("awa correction");
            absent();
            assertThat(runAt("2026-12-0" + (2 + 2 * i) + "T17:00"))
                    .as("back %s", i)
                    .containsExactly("awa correction");
        }
        assertThat(runAt("2026-12-08T17:00")).isEmpty();
    }

    @Test
    void whatChangesBackBeforeTheCorrectionIsSentIsNotCorrected() {
        school.late("a1", ALI, "2026-11-30", 20);
        school.set("2026-12-01T17:00");
        assertThat(school.send(CORRECTION).queued()).isEqualTo(1);
        absent();

        assertThat(school.deliver()).isEmpty();
        assertThat(runAt("2026-12-02T17:00")).isEmpty();
    }

    @Test
    void ofTwoChangesBeforeTheCorrectionIsSentOnlyTheLastIsSent() {
        school.late("a1", ALI, "2026-11-30", 20);
        school.set("2026-12-01T17:00");
        school.send(CORRECTION);
        school.late("a1", ALI, "2026-11-30", 30);
        school.send(CORRECTION);

        assertThat(school.deliver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("minutes=30\n"));
    }

    @Test
    void onlyThoseWhoWereNotifiedGetTheCorrection() {
        school.address(BAKARY, "bakary@example.org");
        school.late("a1", ALI, "2026-11-30", 20);

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction", "bakary absence");
        assertThat(runAt("2026-12-02T17:00")).isEmpty();
    }

    @Test
    void whoMayNoLongerKnowGetsNoCorrection() {
        school.link(new Guardianship(
                AWA, ALI, Guardianship.Relation.MOTHER, false, true, false, null, LocalDate.of(2026, 11, 30)));
        school.late("a1", ALI, "2026-11-30", 20);

        assertThat(runAt("2026-12-01T17:00")).isEmpty();
    }

    private Absence absent() {
        school.set("2026-11-30T08:00");
        return school.absent("a1", ALI, "2026-11-30");
    }

    private List<String> runAt(String time) {
        school.set(time);
        return school.run(ABSENCE, CORRECTION);
    }
}
