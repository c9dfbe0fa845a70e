package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.CORRECTION;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Channel;
import dev.cartable.notice.model.NoticeState;
import dev.cartable.notice.model.Recipient;
import dev.cartable.reminder.model.Occasion;
import dev.cartable.reminder.model.ReminderFilter;
import dev.cartable.reminder.model.ReminderLine;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.GuardianId;
import dev.cartable.school.model.Guardianship;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    void aParentWhoMayKnowAgainIsNotifiedOfTheWithdrawalInTheSameWordsLater() {
        school.address(BAKARY, "bakary@example.org");
        assertThat(runAt("2026-11-30T17:05")).containsExactly("bakary absence");
        school.records.absences.clear();
        school.link(new Guardianship(
                BAKARY, ALI, Guardianship.Relation.FATHER, false, true, false, null, LocalDate.of(2026, 11, 30)));
        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
        school.link(Guardianship.of(BAKARY, ALI, Guardianship.Relation.FATHER));

        assertThat(runAt("2026-12-02T17:00")).containsExactly("bakary correction");
        assertThat(school.mails.get(0).text()).contains("withdrawn=1\n", "absent=1\n", "day=Monday 30 November 2026\n");
    }

    @Test
    void aCorrectionWithoutAKnownStateIsLeftOut() {
        CorrectionRule rule = school.cartable().reminders().rules().stream()
                .filter(CorrectionRule.class::isInstance)
                .map(CorrectionRule.class::cast)
                .findFirst()
                .orElseThrow();
        var unknown = new CorrectionRule.Correction(ALI, "a1", null, "withdrawn", 0, Set.of(Recipient.guardian(AWA)));

        assertThat(rule.decide(unknown, Occasion.planning(school.now(), school.now(), ReminderWorld.ZONE))
                        .skipped())
                .isEqualTo("NO_LONGER_TRUE");
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

    @Test
    void aCorrectionGoesByAllChannels() {
        ReminderWorld both =
                new ReminderWorld(builder -> builder.reminderChannels(Set.of(Channel.EMAIL, Channel.IN_APP)));
        both.set("2026-11-30T08:00");
        both.absent("a1", ALI, "2026-11-30");
        both.set("2026-11-30T17:00");
        both.run(ABSENCE);
        both.late("a1", ALI, "2026-11-30", 20);
        both.set("2026-12-01T17:00");
        both.run(CORRECTION);

        try (Stream<ReminderLine> lines = both.stores()
                .reminders()
                .history(ReminderFilter.days(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 31))
                        .of(CORRECTION))) {
            assertThat(lines.map(ReminderLine::entry)
                            .filter(entry -> Recipient.guardian(AWA).equals(entry.recipient()))
                            .map(entry -> entry.channel() + " " + entry.state()))
                    .containsExactlyInAnyOrder(
                            Channel.EMAIL + " " + NoticeState.SENT, Channel.IN_APP + " " + NoticeState.SENT);
        }
        both.set("2026-12-02T17:00");
        assertThat(both.send(CORRECTION).queued()).isZero();
    }

    @Test
    void theLastStateIsKnownThoughAClockGoesBack() {
        school.late("a1", ALI, "2026-11-30", 20);
        assertThat(sendAt("2026-12-01T17:03")).containsExactly("awa correction");
        school.late("a1", ALI, "2026-11-30", 30);
        assertThat(sendAt("2026-12-01T17:01")).containsExactly("awa correction");
        school.late("a1", ALI, "2026-11-30", 20);
        assertThat(sendAt("2026-12-01T17:06")).containsExactly("awa correction");
    }

    @Test
    void aCorrectionComesAfterItsAbsenceThoughAClockGoesBack() {
        ReminderWorld other = ReminderWorld.listing();
        other.set("2026-11-30T08:00");
        Absence first = other.absent("a1", ALI, "2026-11-30");
        other.set("2026-11-30T17:03");
        assertThat(other.run(ABSENCE)).hasSize(1);
        other.late("a1", ALI, "2026-11-30", 20);
        other.set("2026-11-30T17:01");
        assertThat(other.run(CORRECTION)).hasSize(1);
        other.record(first);
        other.set("2026-11-30T17:06");
        assertThat(other.run(CORRECTION)).hasSize(1);
    }

    @Test
    void theLastStateIsKnownAfterManyChangesThoughAStateComesAgain() {
        int day = 1;
        for (int minutes : new int[] {10, 20, 10, 20, 10, 30, 20, 30}) {
            school.late("a1", ALI, "2026-11-30", minutes);
            String time = "2026-12-%02dT17:00".formatted(day++);
            assertThat(runAt(time)).as("%s at %s", minutes, time).containsExactly("awa correction");
        }
        assertThat(runAt("2026-12-%02dT17:00".formatted(day))).isEmpty();
    }

    @Test
    void anAbsenceThatIsMovedToASiblingIsWithdrawnForOneAndNotifiedForTheOther() {
        school.absent("a1", BINTA, "2026-11-30");

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa absence", "awa correction");
        assertThat(school.mails)
                .anySatisfy(mail -> assertThat(mail.text()).contains("pupil=Ali Ndiaye\n", "withdrawn=1\n"))
                .anySatisfy(mail -> assertThat(mail.text()).contains("pupil=Binta Ndiaye\n", "recorded_day="));
        assertThat(runAt("2026-12-02T17:00")).isEmpty();

        school.late("a1", BINTA, "2026-11-30", 20);
        assertThat(runAt("2026-12-03T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text()).contains("pupil=Binta Ndiaye\n", "minutes=20\n", "withdrawn=\n");
        school.records.absences.clear();
        assertThat(runAt("2026-12-04T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text()).contains("pupil=Binta Ndiaye\n", "withdrawn=1\n");
        assertThat(runAt("2026-12-05T17:00")).isEmpty();
    }

    @Test
    void anAbsenceThatIsMovedBackIsCorrectedForBothPupils() {
        school.absent("a1", BINTA, "2026-11-30");
        runAt("2026-12-01T17:00");
        absent();

        List<String> texts = new ArrayList<>();
        for (String day : List.of("2026-12-02", "2026-12-03")) {
            runAt(day + "T17:00");
            school.mails.forEach(mail -> texts.add(mail.text()));
        }
        assertThat(texts)
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).contains("pupil=Ali Ndiaye\n", "withdrawn=\n", "absent=1\n"))
                .anySatisfy(text -> assertThat(text).contains("pupil=Binta Ndiaye\n", "withdrawn=1\n"));
        assertThat(runAt("2026-12-04T17:00")).isEmpty();
    }

    @Test
    void anAbsenceThatIsMovedToAnotherFamilyIsWithdrawnForTheFirst() {
        for (GuardianId guardian : List.of(AWA, BAKARY)) {
            school.link(new Guardianship(
                    guardian, BINTA, Guardianship.Relation.MOTHER, false, true, false, null, LocalDate.of(2026, 9, 1)));
        }
        school.absent("a1", BINTA, "2026-11-30");

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
        assertThat(school.mails.get(0).text()).contains("pupil=Ali Ndiaye\n", "withdrawn=1\n", "absent=1\n");
        school.late("a1", BINTA, "2026-11-30", 20);
        assertThat(runAt("2026-12-02T17:00")).isEmpty();
    }

    private List<String> sendAt(String time) {
        school.set(time);
        return school.run(CORRECTION);
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
