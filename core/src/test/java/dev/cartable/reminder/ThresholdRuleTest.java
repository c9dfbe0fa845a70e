package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.THRESHOLD;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static dev.cartable.reminder.ReminderWorld.CM2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.notice.model.Phrases;
import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.User;
import dev.cartable.school.model.UserId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdRuleTest {
    private static final UserId HEAD = new UserId("head");
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 2);
    private static final List<String> ALL = List.of("awa threshold", "head threshold");

    private ReminderWorld school = ReminderWorld.listing();

    @BeforeEach
    void live() {
        school.set("2026-08-20T17:00");
        school.send(THRESHOLD);
        school.stores().unitOfWork().run(tx -> {
            school.stores().userStore().save(tx, List.of(new User(HEAD, "head", "head@example.org", "en", null, true)));
            school.stores().alerts().supervise(tx, CM2, Set.of(HEAD));
        });
    }

    @Test
    void fourUnexcusedAbsencesInAMonthAreNotifiedOnceToStaffAndParents() {
        absent("2026-11-02", "2026-11-04", "2026-11-09");
        assertThat(runOn("2026-11-09")).isEmpty();

        absent("2026-11-16");
        assertThat(runOn("2026-11-16")).isEqualTo(ALL);
        assertThat(school.mails)
                .extracting(mail -> mail.text().contains("to_staff=1\n"))
                .containsOnlyOnce(true);
        assertThat(school.mails.get(0).text()).contains("unexcused=4\n", "days_in_a_row=\n", "percent=\n");

        absent("2026-11-18");
        assertThat(runOn("2026-11-18")).isEmpty();
    }

    @Test
    void whatIsRecordedAfterTheLastRunOfAMonthIsNotForgotten() {
        absent("2026-11-02", "2026-11-04", "2026-11-09");
        school.set("2026-11-30T18:00");
        school.absent("last", ALI, "2026-11-30");

        assertThat(runOn("2026-12-01")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text()).contains("unexcused=4\n");
    }

    @Test
    void excusedAbsencesLateArrivalsAndThoseOfOtherMonthsDoNotCountForTheMonth() {
        absent("2026-11-02", "2026-11-04", "2026-11-09", "2026-10-30");
        at("2026-11-16");
        school.excuse(school.absent("excused", ALI, "2026-11-16"));
        school.late("late", ALI, "2026-11-18", 10);

        assertThat(runOn("2026-11-18")).isEmpty();
    }

    @Test
    void theLessonsOfADayCountAsOneAbsenceAndHalfDaysEach() {
        for (String lesson : List.of("l1", "l2", "l3")) {
            part(lesson, "2026-11-02", Absence.Part.LESSON);
        }
        part("m", "2026-11-04", Absence.Part.MORNING);
        part("a", "2026-11-04", Absence.Part.AFTERNOON);
        assertThat(runOn("2026-11-05")).isEmpty();

        part("m2", "2026-11-06", Absence.Part.MORNING);
        assertThat(runOn("2026-11-06")).isEqualTo(ALL);
    }

    @Test
    void threeSchoolDaysInARowAreNotifiedOnceHoweverLongTheyLast() {
        only(new Thresholds(0, 3, 0));
        absent("2026-11-26", "2026-11-27");
        assertThat(runOn("2026-11-27")).isEmpty();
        part("m", "2026-11-30", Absence.Part.MORNING);
        assertThat(runOn("2026-11-30")).isEmpty();
        part("a", "2026-11-30", Absence.Part.AFTERNOON);

        assertThat(runOn("2026-11-30")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text()).contains("days_in_a_row=3\n", "first_day=jeudi 26 novembre 2026\n");
        absent("2026-12-01", "2026-12-02");
        assertThat(runOn("2026-12-02")).isEmpty();
    }

    @Test
    void aRowThatLastsForMonthsIsNotNotifiedAgain() {
        only(new Thresholds(0, 3, 0));
        List<String> notified = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2026, 9, 1); day.isBefore(LocalDate.of(2027, 1, 15)); day = day.plusDays(1)) {
            if (day.getDayOfWeek().getValue() < 6) {
                absent(day.toString());
            }
            if (!runOn(day.toString()).isEmpty()) {
                notified.add(day.toString());
            }
        }
        assertThat(notified).containsExactly("2026-09-03");
    }

    @Test
    void aRowOfWhichTheFirstDayIsCorrectedIsNotNotifiedAgain() {
        notifiedOfARow();
        school.records.absences.remove("2026-11-23");
        absent("2026-11-26");

        assertThat(runOn("2026-11-26")).isEmpty();
        school.records.absences.remove("2026-11-24");
        absent("2026-11-27");
        assertThat(runOn("2026-11-27")).isEmpty();
    }

    @Test
    void aRowToWhichADayIsAddedAtItsStartIsNotNotifiedAgain() {
        notifiedOfARow();
        at("2026-11-26");
        school.absent("late", ALI, "2026-11-20");

        assertThat(runOn("2026-11-26")).isEmpty();
        school.records.absences.remove("2026-11-25");
        assertThat(runOn("2026-11-27")).isEmpty();
    }

    @Test
    void aRowThatIsCorrectedBeforeItIsSentSaysWhatIsTrueAndIsSentOnce() {
        only(new Thresholds(0, 3, 0));
        absent("2026-11-23", "2026-11-24", "2026-11-25");
        school.set("2026-11-25T17:00");
        assertThat(school.send(THRESHOLD).queued()).isEqualTo(2);
        school.records.absences.remove("2026-11-23");
        absent("2026-11-26");

        assertThat(runOn("2026-11-26")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text()).contains("days_in_a_row=3\n", "first_day=mardi 24 novembre 2026\n");
        assertThat(runOn("2026-11-27")).isEmpty();
    }

    @Test
    void anotherRowIsNotified() {
        notifiedOfARow();
        absent("2026-11-27", "2026-11-30");
        assertThat(runOn("2026-11-30")).isEmpty();
        absent("2026-12-01");
        assertThat(runOn("2026-12-01")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text()).contains("first_day=vendredi 27 novembre 2026\n");
        absent("2026-12-07", "2026-12-08", "2026-12-09");
        assertThat(runOn("2026-12-09")).isEqualTo(ALL);
    }

    static Stream<Long> seeds() {
        return new Random(20261123).longs(40).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsAddedAndCorrectedEachRowIsNotifiedOnce(long seed) {
        only(new Thresholds(0, 3, 0));
        Random random = new Random(seed);
        List<List<LocalDate>> notified = new ArrayList<>();
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(40)); day = day.plusDays(1)) {
            for (int i = 0; i < 3; i++) {
                LocalDate some = day.minusDays(random.nextInt(6));
                if (some.isBefore(FIRST) || random.nextInt(4) == 0) {
                    school.records.absences.remove(some.toString());
                } else {
                    at(day.toString());
                    school.absent(some.toString(), ALI, some.toString());
                }
            }
            for (String mail : runOn(day.toString())) {
                if (mail.startsWith("awa")) {
                    String text = school.mails.get(0).text();
                    List<LocalDate> row = rows().stream()
                            .filter(days ->
                                    text.contains("first_day=" + Phrases.date(days.get(0), Locale.FRENCH) + "\n")
                                            && text.contains("days_in_a_row=" + days.size() + "\n"))
                            .findFirst()
                            .orElseThrow();
                    assertThat(notified).as("seed %s on %s", seed, day).noneMatch(known -> overlap(known, row));
                    notified.add(row);
                }
            }
            assertThat(rows())
                    .as("seed %s on %s", seed, day)
                    .allMatch(row -> notified.stream().anyMatch(known -> overlap(known, row)));
        }
    }

    private List<List<LocalDate>> rows() {
        List<List<LocalDate>> rows = new ArrayList<>();
        List<LocalDate> row = new ArrayList<>();
        for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(60)); day = day.plusDays(1)) {
            if (school.records.absences.containsKey(day.toString())
                    && day.getDayOfWeek().getValue() < 6) {
                row.add(day);
            } else if (day.getDayOfWeek().getValue() < 6) {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        return rows.stream().filter(days -> days.size() >= 3).toList();
    }

    private static boolean overlap(List<LocalDate> row, List<LocalDate> other) {
        return !row.get(0).isAfter(other.get(other.size() - 1)) && !other.get(0).isAfter(row.get(row.size() - 1));
    }

    /** Of 23 to 25 November, Monday to Wednesday. */
    private void notifiedOfARow() {
        only(new Thresholds(0, 3, 0));
        absent("2026-11-23", "2026-11-24", "2026-11-25");
        assertThat(runOn("2026-11-25")).isEqualTo(ALL);
    }

    @Test
    void holidaysDoNotInterruptARow() {
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.HOLIDAY, "Toussaint", "2026-10-17", "2026-11-01")));
        absent("2026-10-15", "2026-10-16");
        absent("2026-11-02");

        assertThat(runOn("2026-11-02")).isEqualTo(ALL);
    }

    @Test
    void tenPercentOfTheTermsSchoolDaysAreNotifiedHalfDaysCountHalf() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-28")));
        at("2026-09-03");
        school.excuse(school.absent("d", ALI, "2026-09-03"));
        part("m", "2026-09-07", Absence.Part.MORNING);
        part("l", "2026-09-08", Absence.Part.LESSON);
        assertThat(runOn("2026-09-08")).as("1.5 of 20 days").isEmpty();

        part("p", "2026-09-10", Absence.Part.AFTERNOON);
        assertThat(runOn("2026-09-10")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text())
                .contains("percent=10\n", "absent_days=2\n", "school_days=20\n", "term=1er trimestre\n");
        part("p2", "2026-09-11", Absence.Part.AFTERNOON);
        assertThat(runOn("2026-09-11")).isEmpty();
    }

    @Test
    void aSemesterThatBeginsOnTheSameDayAsATermIsFoundAgain() {
        only(new Thresholds(0, 0, 5));
        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.TERM, "1er semestre", "2026-09-01", "2027-01-31"),
                period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-10-31")));
        absent("2026-11-02", "2026-11-04", "2026-11-06", "2026-11-09", "2026-11-11", "2026-11-13");

        assertThat(runOn("2026-11-13")).isEqualTo(ALL);
        assertThat(school.mails.get(0).text()).contains("term=1er semestre\n");
        assertThat(runOn("2026-11-14")).isEmpty();
    }

    @Test
    void aTermThatIsRenamedOrMovedIsNotNotifiedAgain() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-28")));
        absent("2026-09-03", "2026-09-04");
        assertThat(runOn("2026-09-04")).isNotEmpty();

        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.TERM, "Trimestre 1", "2026-08-31", "2026-09-29"),
                period(CalendarPeriod.Type.TERM, "Trimestre 2", "2026-09-30", "2026-10-30")));
        absent("2026-09-07");
        assertThat(runOn("2026-09-07")).isEmpty();
        absent("2026-10-01", "2026-10-02", "2026-10-05");
        assertThat(runOn("2026-10-05")).as("another term").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-10, 2026-10-06, true",
        "2026-09-11, 2026-10-07, false",
        "2026-08-23, 2026-09-18, true",
        "2026-08-22, 2026-09-17, false",
        "2026-09-14, 2026-09-27, true",
        "2026-09-15, 2026-09-27, false",
        "2026-09-01, 2026-10-24, true",
        "2026-09-01, 2026-10-25, false",
    })
    void aTermThatIsMovedIsTheSameIfHalfOfAllDaysOfBothAreDaysOfBoth(String first, String last, boolean same) {
        notifiedOfATermOf27Days();
        school.records.calendar =
                SchoolCalendar.of(List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", first, last)));

        assertThat(runOn("2026-09-18")).isEqualTo(same ? List.of() : ALL);
    }

    @Test
    void ofTwoTermsTheOneWithMostOfTheOldDaysIsTheSame() {
        notifiedOfATermOf27Days();
        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.TERM, "1er semestre", "2026-09-01", "2026-10-24"),
                period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-26")));

        assertThat(runOn("2026-09-28")).isEqualTo(ALL);
        assertThat(school.mails).allSatisfy(mail -> assertThat(mail.text()).contains("term=1er semestre\n"));
    }

    @Test
    void aTermThatIsMovedBehindHolidaysIsTheSame() {
        notifiedOfATermOf27Days();
        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.HOLIDAY, "Grandes vacances", "2026-09-01", "2026-09-15"),
                period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-09", "2026-10-06")));

        assertThat(runOn("2026-09-18")).isEmpty();
    }

    private void notifiedOfATermOf27Days() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-27")));
        absent("2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17");
        assertThat(runOn("2026-09-17")).isEqualTo(ALL);
    }

    @Test
    void absencesOfTheTermBeforeDoNotCountForTheTerm() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-28"),
                period(CalendarPeriod.Type.TERM, "2e trimestre", "2026-09-29", "2026-10-26")));
        absent("2026-09-24", "2026-10-01");

        assertThat(runOn("2026-10-01")).as("1 of 20 days in each").isEmpty();
        assertThat(school.ledger(THRESHOLD)).isEmpty();
    }

    @Test
    void aTermWithoutASchoolDayIsNotReached() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(List.of(
                period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-28"),
                period(CalendarPeriod.Type.HOLIDAY, "Fermeture", "2026-09-01", "2026-09-28")));
        absent("2026-09-03");

        assertThat(runOn("2026-09-07")).isEmpty();
        assertThat(school.ledger(THRESHOLD)).isEmpty();
    }

    @Test
    void aTermThatIsMovedBeforeItIsSentIsSentOnce() {
        only(new Thresholds(0, 0, 10));
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-09-28")));
        absent("2026-09-01", "2026-09-04");
        school.set("2026-09-04T17:00");
        school.send(THRESHOLD);
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-08-31", "2026-09-25")));
        absent("2026-08-31");
        school.set("2026-09-04T17:05");
        school.send(THRESHOLD);

        assertThat(school.deliver())
                .isNotEmpty()
                .allSatisfy(mail -> assertThat(mail.text()).contains("absent_days=3\n"));
        assertThat(runOn("2026-09-07")).isEmpty();
    }

    @Test
    void whatWasReachedBeforeTheRuleWentLiveIsNoNews() {
        school = ReminderWorld.listing();
        absent("2026-11-02", "2026-11-04", "2026-11-09", "2026-11-16");
        assertThat(runOn("2026-11-18")).isEmpty();
        absent("2026-11-19");

        assertThat(runOn("2026-11-19")).isEmpty();
        assertThat(school.ledger(THRESHOLD)).containsOnly("null SUPPRESSED BEFORE_LIVE");
    }

    @Test
    void staffWhoHaveLeftAreNotNotified() {
        school.stores()
                .unitOfWork()
                .run(tx -> school.stores()
                        .userStore()
                        .save(tx, List.of(new User(HEAD, "head", "head@example.org", "en", null, false))));
        absent("2026-11-02", "2026-11-04", "2026-11-09", "2026-11-16");

        assertThat(runOn("2026-11-16")).containsExactly("awa threshold");
    }

    @Test
    void whatIsNoLongerReachedWhenItIsDueIsNotSent() {
        absent("2026-11-02", "2026-11-04", "2026-11-09", "2026-11-16");
        school.set("2026-11-16T17:00");
        assertThat(school.send(THRESHOLD).queued()).isEqualTo(2);
        school.records.absences.remove("2026-11-16");

        assertThat(school.deliver()).isEmpty();
    }

    @Test
    void eachThresholdCanBeSwitchedOff() {
        only(Thresholds.off());
        absent("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06");

        assertThat(runOn("2026-11-06")).isEmpty();
    }

    @Test
    void aThresholdThatIsSwitchedOffIsNotInTheLedger() {
        only(new Thresholds(0, 3, 0));
        school.records.calendar = SchoolCalendar.of(
                List.of(period(CalendarPeriod.Type.TERM, "1er trimestre", "2026-09-01", "2026-12-18")));
        absent("2026-11-02", "2026-11-03");

        assertThat(runOn("2026-11-03")).isEmpty();
        assertThat(school.ledger(THRESHOLD)).isEmpty();
    }

    private void only(Thresholds thresholds) {
        school = ReminderWorld.listing(
                settings -> settings.withAbsences(settings.absences().withThresholds(thresholds)));
        live();
    }

    private void absent(String... days) {
        for (String day : days) {
            at(day);
            school.absent(day, ALI, day);
        }
    }

    private void part(String id, String day, Absence.Part part) {
        at(day);
        school.record(new Absence(
                id,
                ALI,
                LocalDate.parse(day),
                Absence.Type.ABSENT,
                part,
                null,
                0,
                false,
                null,
                null,
                school.now(),
                null));
    }

    private void at(String day) {
        school.set(day + "T08:00");
    }

    private static CalendarPeriod period(CalendarPeriod.Type type, String name, String first, String last) {
        return new CalendarPeriod(type, name, LocalDate.parse(first), LocalDate.parse(last));
    }

    private List<String> runOn(String day) {
        school.set(day + "T17:00");
        return school.run(THRESHOLD);
    }
}
