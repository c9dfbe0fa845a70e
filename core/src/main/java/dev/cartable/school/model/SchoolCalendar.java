package dev.cartable.school.model;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The years, terms and holidays of a school, and the days of the week on which it teaches. Dates are those of the school's zone.
 *
 * @param periods in any order; they may overlap
 * @param weekdays the days of the week with lessons
 */
public record SchoolCalendar(List<CalendarPeriod> periods, Set<DayOfWeek> weekdays) {
    /** The longest summer holidays, in days. */
    static final int LONGEST_SUMMER = 92;

    private static final Set<DayOfWeek> MONDAY_TO_FRIDAY = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    /** Of periods that begin on the same day, the shortest comes last. */
    private static final Comparator<CalendarPeriod> BY_START = Comparator.comparing(CalendarPeriod::first)
            .thenComparing(CalendarPeriod::last, Comparator.reverseOrder())
            .thenComparing(CalendarPeriod::name);

    public SchoolCalendar {
        periods = List.copyOf(periods);
        weekdays = Set.copyOf(weekdays);
    }

    /** A calendar of these periods, with lessons from Monday to Friday. */
    public static SchoolCalendar of(List<CalendarPeriod> periods) {
        return new SchoolCalendar(periods, MONDAY_TO_FRIDAY);
    }

    /** A calendar without holidays, with lessons from Monday to Friday. */
    public static SchoolCalendar empty() {
        return of(List.of());
    }

    /** The term that a day belongs to; of several, the one that began last, such as a term within a semester. */
    public Optional<CalendarPeriod> termAt(LocalDate day) {
        return at(CalendarPeriod.Type.TERM, day);
    }

    /** The school year that a day belongs to; of several, the one that began last. */
    public Optional<CalendarPeriod> yearAt(LocalDate day) {
        return at(CalendarPeriod.Type.YEAR, day);
    }

    /** The days of a term: the period of its name that begins in the year of its name. */
    public Optional<CalendarPeriod> period(Term term) {
        return datedTerms()
                .filter(one -> one.term().equals(term))
                .map(DatedTerm::period)
                .findFirst();
    }

    /** All terms whose year is in the calendar, in the order of {@link Term}. */
    public List<Term> terms() {
        return datedTerms().map(DatedTerm::term).distinct().sorted().toList();
    }

    /** The term before another one, in the same year or the one before. */
    public Optional<Term> before(Term term) {
        return period(term)
                .flatMap(period -> datedTerms()
                        .filter(one -> one.period().first().isBefore(period.first())
                                && one.period().last().isBefore(period.last()))
                        .max(Comparator.comparing(DatedTerm::period, BY_START))
                        .map(DatedTerm::term));
    }

    /** The last term that is over on {@code day}. */
    public Optional<Term> closedBefore(LocalDate day) {
        return datedTerms()
                .filter(one -> one.period().last().isBefore(day))
                .max(Comparator.comparing(one -> one.period().last()))
                .map(DatedTerm::term);
    }

    private record DatedTerm(Term term, CalendarPeriod period) {}

    /** Terms whose year is in the calendar. */
    private Stream<DatedTerm> datedTerms() {
        return periods.stream()
                .filter(period -> period.type() == CalendarPeriod.Type.TERM)
                .flatMap(period -> yearAt(period.first()).stream()
                        .map(year -> new DatedTerm(new Term(year.name(), period.name()), period)));
    }

    /**
     * Whether a day belongs to a holiday or, if the calendar has school years, to none of them. After the last year, {@value
     * #LONGEST_SUMMER} days are holidays; later days are as in a calendar without years, so that a year that nobody has entered does not
     * silence reminders for good.
     */
    public boolean isHoliday(LocalDate day) {
        return at(CalendarPeriod.Type.HOLIDAY, day).isPresent() || isOutsideYears(day);
    }

    private boolean isOutsideYears(LocalDate day) {
        return lastDayOfYears()
                .filter(last -> !day.isAfter(last.plusDays(LONGEST_SUMMER))
                        && at(CalendarPeriod.Type.YEAR, day).isEmpty())
                .isPresent();
    }

    /** The last day of the last school year; empty if the calendar has no years. */
    public Optional<LocalDate> lastDayOfYears() {
        return periods.stream()
                .filter(period -> period.type() == CalendarPeriod.Type.YEAR)
                .map(CalendarPeriod::last)
                .max(Comparator.naturalOrder());
    }

    /** The same calendar, with lessons on these days of the week. */
    public SchoolCalendar withWeekdays(Set<DayOfWeek> days) {
        return new SchoolCalendar(periods, days);
    }

    /** Whether the school teaches on a day: a day of the week with lessons, outside the holidays. */
    public boolean isSchoolDay(LocalDate day) {
        return weekdays.contains(day.getDayOfWeek()) && !isHoliday(day);
    }

    /** The school days after {@code from} and before {@code until}. */
    public Stream<LocalDate> schoolDaysBetween(LocalDate from, LocalDate until) {
        return from.isBefore(until) ? from.plusDays(1).datesUntil(until).filter(this::isSchoolDay) : Stream.empty();
    }

    private Optional<CalendarPeriod> at(CalendarPeriod.Type type, LocalDate day) {
        return periods.stream()
                .filter(period -> period.type() == type && period.contains(day))
                .max(BY_START);
    }
}
