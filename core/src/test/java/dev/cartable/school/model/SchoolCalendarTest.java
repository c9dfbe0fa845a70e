package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchoolCalendarTest {
    private static final CalendarPeriod FIRST_YEAR = period(CalendarPeriod.Type.YEAR, "2026-09-01", "2027-06-30");
    private static final CalendarPeriod SECOND_YEAR = period(CalendarPeriod.Type.YEAR, "2027-11-02", "2028-06-30");

    @Test
    void betweenTwoYearsAllDaysAreHolidays() {
        SchoolCalendar calendar = SchoolCalendar.of(List.of(SECOND_YEAR, FIRST_YEAR));

        assertThat(holidays(calendar, "2026-08-31", "2027-06-30", "2027-07-01", "2027-11-01", "2027-11-02"))
                .containsExactly("2026-08-31", "2027-07-01", "2027-11-01");
        assertThat(calendar.lastDayOfYears()).contains(LocalDate.of(2028, 6, 30));
    }

    @Test
    void afterTheLastYearTheSummerIsAHolidayAndNoMore() {
        SchoolCalendar calendar =
                SchoolCalendar.of(List.of(FIRST_YEAR, period(CalendarPeriod.Type.HOLIDAY, "2027-10-20", "2027-10-31")));

        assertThat(holidays(calendar, "2027-07-01", "2027-09-30", "2027-10-01", "2027-10-20", "2028-03-01"))
                .containsExactly("2027-07-01", "2027-09-30", "2027-10-20");
    }

    @Test
    void withoutYearsOnlyHolidaysAreHolidays() {
        assertThat(holidays(SchoolCalendar.empty(), "2027-07-01")).isEmpty();
        assertThat(SchoolCalendar.empty().lastDayOfYears()).isEmpty();
    }

    @Test
    void theDaysOfTheWeekWithLessonsAreTheSchools() {
        LocalDate friday = LocalDate.of(2026, 12, 4);
        LocalDate sunday = LocalDate.of(2026, 12, 6);
        assertThat(SchoolCalendar.empty().isSchoolDay(friday)).isTrue();
        assertThat(SchoolCalendar.empty().isSchoolDay(sunday)).isFalse();

        SchoolCalendar calendar = SchoolCalendar.empty()
                .withWeekdays(EnumSet.complementOf(EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY)));
        assertThat(calendar.isSchoolDay(friday)).isFalse();
        assertThat(calendar.isSchoolDay(sunday)).isTrue();
    }

    @Test
    void termsAreThoseOfTheYearsInTheCalendarAndNoHolidaysInThem() {
        SchoolCalendar calendar = SchoolCalendar.of(List.of(
                FIRST_YEAR,
                term("Trimestre 2", "2027-01-04", "2027-03-31"),
                term("Trimestre 1", "2026-09-01", "2026-12-18"),
                period(CalendarPeriod.Type.HOLIDAY, "2026-12-19", "2027-01-03"),
                term("Trimestre 1", "2027-11-02", "2028-01-31")));

        assertThat(calendar.terms()).containsExactly(term("Trimestre 1"), term("Trimestre 2"));
        assertThat(calendar.closedBefore(LocalDate.of(2027, 4, 1))).contains(term("Trimestre 2"));
        assertThat(calendar.closedBefore(LocalDate.of(2027, 3, 31)))
                .as("its last day is not over")
                .contains(term("Trimestre 1"));
        assertThat(calendar.closedBefore(LocalDate.of(2026, 12, 18))).isEmpty();
        assertThat(calendar.before(term("Trimestre 2"))).contains(term("Trimestre 1"));
    }

    private static Term term(String name) {
        return new Term(FIRST_YEAR.name(), name);
    }

    private static CalendarPeriod term(String name, String first, String last) {
        return new CalendarPeriod(CalendarPeriod.Type.TERM, name, LocalDate.parse(first), LocalDate.parse(last));
    }

    private static List<String> holidays(SchoolCalendar calendar, String... days) {
        return List.of(days).stream()
                .filter(day -> calendar.isHoliday(LocalDate.parse(day)))
                .toList();
    }

    private static CalendarPeriod period(CalendarPeriod.Type type, String first, String last) {
        return new CalendarPeriod(type, first, LocalDate.parse(first), LocalDate.parse(last));
    }
}
