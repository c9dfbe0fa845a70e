package dev.cartable.reminder;

import static dev.cartable.reminder.ReminderKinds.ABSENCE;
import static dev.cartable.reminder.ReminderWorld.ALI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.task.model.Alarm;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of reminders by the school's calendar. The school year ends on Wednesday, 30 June 2027. */
class CalendarCheckTest {
    private final List<Alarm> alarms = new ArrayList<>();
    private final ReminderWorld school = ReminderWorld.listing(UnaryOperator.identity(), alarms::add);

    @Test
    void aMissingNextYearIsAlarmedOfEachWeekFromTwoWeeksBefore() {
        years("2026-09-01/2027-06-30");
        school.set("2027-06-07T07:00");
        school.cartable().tasks().tick();
        for (String day : List.of("2027-06-07", "2027-06-14", "2027-06-21", "2027-06-28", "2027-07-05")) {
            school.set(day + "T08:00");
            school.cartable().tasks().tick();
        }
        assertThat(ends())
                .hasSize(3)
                .allSatisfy(alarm -> assertThat(alarm.facts()).isEqualTo(Map.of("day", "2027-06-30")));

        years("2026-09-01/2027-06-30", "2027-09-01/2028-06-30");
        school.set("2027-07-12T08:00");
        school.cartable().tasks().tick();
        assertThat(ends()).hasSize(3);
    }

    @Test
    void aYearThatNobodyHasEnteredDoesNotSilenceAbsencesForGood() {
        years("2026-09-01/2027-06-30");
        school.set("2027-06-01T17:00");
        school.send(ABSENCE);
        assertThat(absentOn("2027-09-15")).isEmpty();

        assertThat(absentOn("2027-10-04"))
                .as("with the one that was not news before")
                .containsExactly("awa absence", "awa absence");
    }

    @Test
    void newsIsLookedForOverTheLongestHolidaysAndNoFurther() {
        LocalDate day = LocalDate.of(2027, 9, 1);
        for (int days : new int[] {1, 60, 112, 113, 200}) {
            SchoolCalendar calendar = SchoolCalendar.of(List.of(
                    new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, "Été", day.minusDays(days), day.minusDays(1))));
            assertThat(AbsenceCounter.firstNews(calendar, day))
                    .as("after %s days", days)
                    .isEqualTo(day.minusDays(Math.min(120, days + 8)));
        }
    }

    @Test
    void theDaysWithLessonsAreASettingOfTheSchool() {
        ReminderWorld gulf = ReminderWorld.listing(settings -> settings.withSchoolDays(
                        EnumSet.complementOf(EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY)))
                .withAbsences(settings.absences().withThresholds(new Thresholds(0, 3, 0))));
        gulf.set("2026-11-20T17:00");
        gulf.send();
        gulf.set("2026-11-30T08:00");
        for (String day : List.of("2026-11-25", "2026-11-26", "2026-11-29")) {
            gulf.absent(day, ALI, day);
        }

        gulf.set("2026-11-30T17:00");
        assertThat(gulf.run(ReminderKinds.THRESHOLD))
                .as("Wednesday, Thursday and Sunday")
                .containsExactly("awa threshold");
    }

    private List<Alarm> ends() {
        return alarms.stream()
                .filter(alarm -> alarm.code() == Alarm.Code.CALENDAR_ENDS)
                .toList();
    }

    private List<String> absentOn(String day) {
        school.set(day + "T08:00");
        school.absent(day, ALI, day);
        school.set(day + "T17:00");
        return school.run(ABSENCE);
    }

    private void years(String... years) {
        school.records.calendar = SchoolCalendar.of(List.of(years).stream()
                .map(year -> new CalendarPeriod(
                        CalendarPeriod.Type.YEAR,
                        year,
                        LocalDate.parse(year.substring(0, 10)),
                        LocalDate.parse(year.substring(11))))
                .toList());
    }
}
