package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderKinds.CORRECTION;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.AWA;
import static dev.cartable.reminder.ReminderWorld.BAKARY;
import static dev.cartable.reminder.ReminderWorld.BINTA;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.RenderedNotice;
import dev.cartable.reminder.SendReminders.Counts;
import dev.cartable.reminder.SendReminders.Request;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.Guardianship;
import dev.cartable.school.model.PersonName;
import dev.cartable.school.model.Pupil;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.SchoolCalendar;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsenceRuleTest {
    private ReminderWorld school = live(ReminderWorld.listing());

    /** The rule has been live for some days. */
    private static ReminderWorld live(ReminderWorld school) {
        school.set("2026-11-20T17:00");
        school.send(ABSENCE);
        return school;
    }

    private List<String> runAt(String time) {
        school.set(time);
        return school.run(ABSENCE, CORRECTION);
    }

    @Test
    void parentsAreNotifiedOnceOfAnAbsence() {
        school.set("2026-11-30T08:15");
        school.absent("a1", ALI, "2026-11-30");

        assertThat(runAt("2026-11-30T16:59")).isEmpty();
        assertThat(runAt("2026-11-30T17:00")).containsExactly("awa absence");
        assertThat(school.mails.get(0).text())
                .contains("pupil=Ali Ndiaye\n", "day=lundi 30 novembre 2026\n", "absent=1\n", "late=\n")
                .contains("whole_day=1\n", "recorded_day=\n", "to_guardian=1\n");
        assertThat(school.ledger(ABSENCE)).contains("guardian:bakary NO_CHANNEL NO_ADDRESS");
        assertThat(runAt("2026-12-01T17:00")).isEmpty();
    }

    @Test
    void aLateArrivalSaysHowLateAndWhenItWasRecorded() {
        school.set("2026-12-01T09:00");
        school.late("a1", ALI, "2026-11-30", 25);

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa absence");
        assertThat(school.mails.get(0).text())
                .contains("late=1\n", "absent=\n", "minutes=25\n", "morning=1\n")
                .contains("day=lundi 30 novembre 2026\n", "recorded_day=mardi 1er décembre 2026\n");
    }

    @Test
    void aFactOfTheFutureWaitsForItsDay() {
        school.set("2026-11-30T08:00");
        school.absent("a1", ALI, "2026-12-02");

        assertThat(runAt("2026-11-30T17:00")).isEmpty();
        assertThat(runAt("2026-12-01T17:00")).isEmpty();
        assertThat(runAt("2026-12-02T17:00")).containsExactly("awa absence");
    }

    @Test
    void aFactThatIsMovedIntoTheFutureBeforeItIsSentWaitsForItsNewDay() {
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        school.send(ABSENCE);
        school.absent("a1", ALI, "2026-12-02");

        assertThat(school.deliver()).isEmpty();
        assertThat(school.suppressed()).containsExactly("FUTURE");
        assertThat(runAt("2026-12-01T17:00")).isEmpty();
        assertThat(runAt("2026-12-02T17:00")).containsExactly("awa absence");
    }

    @Test
    void aFactThatIsRecordedMoreThanAWeekLateIsNoNews() {
        school.set("2026-12-07T18:00");
        school.absent("week", ALI, "2026-11-30");
        school.absent("more", BINTA, "2026-11-29");

        assertThat(runAt("2026-12-08T17:00")).containsExactly("awa absence");
        assertThat(school.mails.get(0).text()).contains("pupil=Ali Ndiaye\n");
    }

    @Test
    void theReasonOfAFactThatIsRecordedTooLateIsKept() {
        school.set("2026-12-01T08:00");
        school.absent("late", ALI, "2026-11-23");

        assertThat(runAt("2026-12-01T17:00")).isEmpty();
        assertThat(school.ledger(ABSENCE)).containsExactly("null SUPPRESSED RECORDED_LATE");
    }

    @Test
    void whatWasRecordedBeforeTheRuleWentLiveIsNoNews() {
        school = ReminderWorld.listing();
        school.set("2026-11-29T20:00");
        school.absent("before", ALI, "2026-11-29");
        school.set("2026-11-30T00:00");
        school.absent("same day", BINTA, "2026-11-29");

        assertThat(runAt("2026-11-30T17:00")).containsExactly("awa absence");
        assertThat(school.mails.get(0).text()).contains("pupil=Binta Ndiaye\n");
        assertThat(school.ledger(ABSENCE)).contains("null SUPPRESSED BEFORE_LIVE");
        assertThat(runAt("2026-12-01T17:00")).isEmpty();
    }

    @Test
    void parentsAreNotNotifiedOfWhatTheyEnteredThemselves() {
        school.address(BAKARY, "bakary@example.org");
        school.set("2026-11-30T08:00");
        Absence absence = school.absent("a1", ALI, "2026-11-30");
        school.record(new Absence(
                "a1",
                ALI,
                absence.day(),
                absence.type(),
                absence.part(),
                null,
                0,
                true,
                null,
                null,
                school.now(),
                "guardian:awa"));

        assertThat(runAt("2026-11-30T17:00")).containsExactly("bakary absence");
        assertThat(school.ledger(ABSENCE)).contains("guardian:awa SUPPRESSED ENTERED_BY_RECIPIENT");
    }

    @Test
    void excusedAbsencesAreNotifiedUnlessTheSchoolSwitchesThemOff() {
        school.set("2026-11-30T08:00");
        school.excuse(school.absent("a1", ALI, "2026-11-30"));
        assertThat(runAt("2026-11-30T17:00")).containsExactly("awa absence");

        school = live(ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().withoutExcused())));
        school.set("2026-11-30T08:00");
        school.excuse(school.absent("a1", ALI, "2026-11-30"));
        assertThat(runAt("2026-11-30T17:00")).isEmpty();
        assertThat(school.ledger(ABSENCE)).containsExactly("null SUPPRESSED EXCUSED");
    }

    @Test
    void aFactThatIsCorrectedOrWithdrawnBeforeItIsSentIsCorrectedSilently() {
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        school.absent("a2", BINTA, "2026-11-30");
        school.send(ABSENCE);
        school.late("a1", ALI, "2026-11-30", 5);
        school.records.absences.remove("a2");

        assertThat(school.deliver()).isEmpty();
        assertThat(runAt("2026-11-30T17:05")).containsExactly("awa absence");
        assertThat(school.mails.get(0).text()).contains("minutes=5\n");
        assertThat(runAt("2026-12-01T17:00")).isEmpty();
    }

    @Test
    void inHolidaysNobodyIsNotifiedAndAfterwardsNothingIsForgotten() {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Noël", LocalDate.of(2026, 12, 19), LocalDate.of(2027, 1, 3))));
        school.set("2026-12-18T17:30");
        school.absent("a1", ALI, "2026-12-18");

        assertThat(runAt("2026-12-19T17:00")).isEmpty();
        assertThat(runAt("2027-01-03T17:00")).isEmpty();
        assertThat(school.ledger(ABSENCE)).containsOnly("null SUPPRESSED HOLIDAY");
        assertThat(runAt("2027-01-04T17:00")).containsExactly("awa absence");
    }

    @Test
    void aNoticeThatHasWaitedUntilTheHolidaysIsSentAfterwards() {
        school.records.calendar = SchoolCalendar.of(List.of(new CalendarPeriod(
                CalendarPeriod.Type.HOLIDAY, "Noël", LocalDate.of(2026, 12, 19), LocalDate.of(2027, 1, 3))));
        school.set("2026-12-18T08:00");
        school.absent("a1", ALI, "2026-12-18");
        school.set("2026-12-18T17:00");
        assertThat(school.send(ABSENCE).queued()).isEqualTo(1);

        school.set("2026-12-19T07:00");
        assertThat(school.deliver()).isEmpty();
        assertThat(runAt("2026-12-20T17:00")).isEmpty();
        assertThat(runAt("2027-01-04T17:00")).containsExactly("awa absence");
        assertThat(runAt("2027-01-05T17:00")).isEmpty();
    }

    @Test
    void anAbsenceOfTheLastDayOfASchoolYearIsNotifiedOnTheFirstDayOfTheNext() {
        school.records.calendar = SchoolCalendar.of(List.of(
                new CalendarPeriod(
                        CalendarPeriod.Type.YEAR, "2026-27", LocalDate.of(2026, 9, 1), LocalDate.of(2027, 6, 30)),
                new CalendarPeriod(
                        CalendarPeriod.Type.YEAR, "2027-28", LocalDate.of(2027, 9, 1), LocalDate.of(2028, 6, 30))));
        school.set("2027-06-30T17:30");
        school.absent("a1", ALI, "2027-06-30");

        assertThat(runAt("2027-07-01T17:00")).isEmpty();
        assertThat(runAt("2027-09-01T17:00")).containsExactly("awa absence");
    }

    @Test
    void whoMayNotKnowIsNotNotifiedAndWhoMayNoLongerNeither() {
        school.address(BAKARY, "bakary@example.org");
        school.link(new Guardianship(BAKARY, ALI, Guardianship.Relation.FATHER, false, false, false, null, null));
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");

        assertThat(school.send(ABSENCE).queued()).isEqualTo(1);
        school.link(new Guardianship(
                AWA, ALI, Guardianship.Relation.MOTHER, false, true, false, null, LocalDate.of(2026, 11, 29)));
        assertThat(school.deliver()).isEmpty();
        assertThat(school.ledger(ABSENCE)).contains("guardian:bakary SUPPRESSED BARRED");
    }

    @Test
    void anAddressThatArrivesWithinThreeDaysGetsTheNewsAndLaterNoneOfIt() {
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        school.run(ABSENCE);
        school.set("2026-12-01T17:00");
        school.absent("a2", ALI, "2026-12-01");
        school.run(ABSENCE);

        school.address(BAKARY, "bakary@example.org");
        assertThat(runAt("2026-12-03T17:00")).containsExactly("bakary absence");
        assertThat(school.mails.get(0).text()).contains("day=Tuesday 1 December 2026\n");
        assertThat(school.ledger(ABSENCE)).contains("guardian:bakary SUPPRESSED OLD_NEWS");
        assertThat(runAt("2026-12-04T17:00")).isEmpty();
    }

    @Test
    void whatNoGuardianCouldKnowIsOldNewsToOneWhoIsLinkedDaysLater() {
        PupilId moussa = pupilWithoutGuardians();
        school.set("2026-11-30T17:00");
        school.absent("a1", moussa, "2026-11-30");
        assertThat(school.run(ABSENCE)).isEmpty();
        assertThat(school.ledger(ABSENCE)).containsExactly("null SUPPRESSED NO_GUARDIAN");
        school.link(Guardianship.of(AWA, moussa, Guardianship.Relation.RELATIVE));

        assertThat(runAt("2026-12-03T17:00")).isEmpty();
        assertThat(school.ledger(ABSENCE)).contains("guardian:awa SUPPRESSED OLD_NEWS");
    }

    /** The message that made it old news waited, and was not sent in the end. */
    @Test
    void whatWasOldNewsOnceIsNotSentLater() {
        PupilId moussa = pupilWithoutGuardians();
        school.link(Guardianship.of(AWA, moussa, Guardianship.Relation.MOTHER));
        school.address(BAKARY, "bakary@example.org");
        school.set("2026-11-30T17:00");
        school.absent("a1", moussa, "2026-11-30");
        assertThat(school.send(ABSENCE).queued()).isEqualTo(1);
        school.link(Guardianship.of(BAKARY, moussa, Guardianship.Relation.FATHER));
        school.set("2026-12-03T17:00");
        assertThat(school.send(ABSENCE).queued()).isZero();
        school.link(new Guardianship(AWA, moussa, Guardianship.Relation.MOTHER, false, false, false, null, null));
        assertThat(school.deliver()).isEmpty();

        assertThat(runAt("2026-12-04T17:00")).isEmpty();
        assertThat(runAt("2026-12-05T17:00")).isEmpty();
    }

    private PupilId pupilWithoutGuardians() {
        PupilId moussa = new PupilId("moussa");
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .rosterStore()
                        .savePupils(
                                tx, List.of(new Pupil(moussa, new PersonName("Moussa", "Ndiaye"), CM2, null, true))));
        return moussa;
    }

    @Test
    void anAddressThatArrivesLaterGetsOnlyWhatIsStillTrue() {
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        school.run(ABSENCE);
        school.records.absences.remove("a1");
        school.address(BAKARY, "bakary@example.org");

        assertThat(runAt("2026-12-01T17:00")).containsExactly("awa correction");
    }

    @Test
    void aGuardianWhoIsLinkedLaterGetsNoOldNews() {
        school.address(BAKARY, "bakary@example.org");
        school.link(new Guardianship(
                BAKARY, ALI, Guardianship.Relation.FATHER, false, true, false, LocalDate.of(2026, 12, 3), null));
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        assertThat(school.run(ABSENCE)).containsExactly("awa absence");

        assertThat(runAt("2026-12-03T17:00")).isEmpty();
        assertThat(runAt("2026-12-04T17:00")).isEmpty();
    }

    @Test
    void atOnceMeansAfterAGraceInWhichACorrectionCancelsSilently() {
        school = live(ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().atOnce())));
        school.set("2026-11-30T08:10");
        school.absent("a1", ALI, "2026-11-30");
        school.absent("a2", BINTA, "2026-11-30");

        assertThat(between("2026-11-30T08:24")).isEmpty();
        school.records.absences.remove("a2");
        assertThat(between("2026-11-30T08:25")).containsExactly("awa absence");
        assertThat(between("2026-11-30T08:30")).isEmpty();
        assertThat(runAt("2026-11-30T17:00")).isEmpty();
    }

    @Test
    void atOnceMeansByShortMessageAndByMailWhereThereIsNoNumber() {
        List<RenderedNotice> texts = new ArrayList<>();
        school = live(new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts)
                .reminders(settings -> settings.withAbsences(settings.absences().atOnceAfter(Duration.ZERO)))));
        school.address(AWA, "awa@example.org", "+224620123456");
        school.address(BAKARY, "bakary@example.org");
        school.set("2026-11-30T08:10");
        Absence absence = school.absent("a1", ALI, "2026-11-30");
        between("2026-11-30T08:10");

        assertThat(texts).extracting(text -> text.recipient().id()).containsExactly("awa");
        assertThat(school.mails).extracting(mail -> mail.recipient().id()).containsExactly("bakary");

        texts.clear();
        school.excuse(absence);
        between("2026-11-30T09:00");
        assertThat(texts)
                .as("so do corrections")
                .extracting(text -> text.recipient().id())
                .containsExactly("awa");
        assertThat(school.mails).extracting(mail -> mail.recipient().id()).containsExactly("bakary");
    }

    @Test
    void onceADayMeansByMailAndByShortMessage() {
        List<RenderedNotice> texts = new ArrayList<>();
        school = live(new ReminderWorld(builder -> ReminderWorld.byTelephone(builder, texts)));
        school.address(AWA, "awa@example.org", "+224620123456");
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        school.run(ABSENCE);

        assertThat(texts).extracting(text -> text.recipient().id()).containsExactly("awa");
        assertThat(school.mails).extracting(mail -> mail.recipient().id()).containsExactly("awa");
    }

    @Test
    void withoutThatSettingNothingIsNotifiedBetweenTheTimes() {
        school.set("2026-11-30T08:10");
        school.absent("a1", ALI, "2026-11-30");

        assertThat(between("2026-11-30T12:00")).isEmpty();
        assertThat(between("2026-11-30T17:30")).isEmpty();
    }

    @Test
    void aDryRunWritesNothing() {
        school.set("2026-11-30T17:00");
        school.absent("a1", ALI, "2026-11-30");
        var plan = school.cartable().reminders().send().plan(Request.only(Set.of(ABSENCE)));

        assertThat(plan.counts()).isEqualTo(new Counts(1, 1, 0, 0, 0, 1));
        try (var steps = plan.steps()) {
            assertThat(steps).hasSize(2);
        }
        assertThat(school.ledger(ABSENCE)).isEmpty();
        assertThat(school.deliver()).isEmpty();
    }

    private List<String> between(String time) {
        school.set(time);
        school.cartable().reminders().send().run(Request.betweenTimes(), step -> {});
        return school.deliver().stream()
                .map(mail -> mail.address().value().replace("@example.org", "") + " "
                        + mail.subject().replace("reminder.", ""))
                .sorted()
                .toList();
    }
}
