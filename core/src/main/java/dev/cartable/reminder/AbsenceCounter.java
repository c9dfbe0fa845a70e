package dev.cartable.reminder;

import static java.util.Objects.requireNonNull;

import dev.cartable.reminder.model.AbsenceSettings.Thresholds;
import dev.cartable.school.model.Absence;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.SchoolCalendar;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts a pupil's absences. Late arrivals do not count. The absences from the lessons of a day count as one in the month, and not
 * as a part of a school day.
 */
final class AbsenceCounter {
    /** How far to look back for days in a row, which may have begun in another month or term. */
    private static final int DAYS_TO_LOOK_BACK = 60;

    /** The number of days to look back over holidays, in which no notice is sent. */
    private static final int LONGEST_HOLIDAYS = 120;

    private static final double HALF_A_DAY = 0.5;

    /** A term that was moved by some days, or is longer now, has at least this part of its days in common with what it was. */
    private static final double MOST_OF_A_TERM = 0.5;

    private static final int PERCENT = 100;

    private final Thresholds thresholds;
    private final SchoolCalendar calendar;

    AbsenceCounter(Thresholds thresholds, SchoolCalendar calendar) {
        this.thresholds = requireNonNull(thresholds, "thresholds");
        this.calendar = requireNonNull(calendar, "calendar");
    }

    /** What is counted. */
    enum Type {
        /** Unexcused absences in a month. */
        MONTH,
        /** School days in a row. */
        ROW,
        /** School days of a term. */
        TERM
    }

    /**
     * A threshold that is reached.
     *
     * @param first the first day of the month, of the days in a row, or of the term
     * @param last the last one: two terms may begin on the same day
     * @param count absences in the month, otherwise days
     * @param schoolDays of the term; 0 otherwise
     * @param term its name; empty otherwise
     */
    record Crossing(Type type, LocalDate first, LocalDate last, double count, long schoolDays, String term) {
        String countText() {
            return Long.toString(Math.round(count));
        }

        String countText(Locale language) {
            return NumberFormat.getNumberInstance(language).format(count);
        }

        long percent() {
            return (long) (count * PERCENT / schoolDays);
        }
    }

    /** The first day of a fact that may be news on {@code day}: recorded in time, and after the last run outside holidays. */
    static LocalDate firstNews(SchoolCalendar calendar, LocalDate day) {
        LocalDate first = day;
        for (int counted = 0, looked = 0;
                counted <= AbsenceRule.DAYS_TO_RECORD && looked < LONGEST_HOLIDAYS;
                looked++) {
            first = first.minusDays(1);
            if (!calendar.isHoliday(first)) {
                counted++;
            }
        }
        return first;
    }

    /** The first day that counts on {@code day}. */
    LocalDate firstDay(LocalDate day) {
        return Stream.of(
                        Stream.of(day.minusDays(DAYS_TO_LOOK_BACK)),
                        months(day).map(month -> month.atDay(1)),
                        terms(day).map(CalendarPeriod::first))
                .flatMap(Function.identity())
                .min(LocalDate::compareTo)
                .orElse(day);
    }

    /** The months in which something may be news on {@code day}. */
    private Stream<YearMonth> months(LocalDate day) {
        YearMonth last = YearMonth.from(day);
        return Stream.iterate(
                YearMonth.from(firstNews(calendar, day)), month -> !month.isAfter(last), month -> month.plusMonths(1));
    }

    /** The terms in which something may be news on {@code day}. */
    private Stream<CalendarPeriod> terms(LocalDate day) {
        return firstNews(calendar, day)
                .datesUntil(day.plusDays(1))
                .flatMap(date -> calendar.termAt(date).stream())
                .distinct();
    }

    /** The thresholds that a pupil's absences of the days from {@link #firstDay} reach on {@code day}. */
    List<Crossing> crossings(List<Absence> absences, LocalDate day) {
        List<Crossing> reached = new ArrayList<>();
        months(day).forEach(month -> month(month, absences).ifPresent(reached::add));
        firstSchoolDay(day)
                .ifPresent(known ->
                        rows(absences).filter(row -> row.first().isAfter(known)).forEach(reached::add));
        terms(day).forEach(term -> term(term, absences).ifPresent(reached::add));
        return reached;
    }

    /**
     * The threshold, if these absences of a pupil reach it.
     *
     * @param first the first day of the month or of the term, or of days in a row, of which some are in the row that is found
     * @param last the last one
     */
    Optional<Crossing> crossing(Type type, LocalDate first, LocalDate last, List<Absence> absences) {
        return switch (type) {
            case MONTH -> month(YearMonth.from(first), absences);
            case ROW ->
                rows(absences)
                        .filter(row -> !row.first().isAfter(last) && !row.last().isBefore(first))
                        .findFirst();
            case TERM -> term(first, last).flatMap(term -> term(term, absences));
        };
    }

    /** The first of the days on which absences may count for a threshold whose first and last day are these. */
    LocalDate firstDay(Type type, LocalDate first, LocalDate last) {
        return switch (type) {
            case MONTH -> first;
            case ROW -> first.minusDays(DAYS_TO_LOOK_BACK);
            case TERM -> term(first, last).map(CalendarPeriod::first).orElse(first);
        };
    }

    /** The last of them. */
    LocalDate lastDay(Type type, LocalDate first, LocalDate last) {
        return switch (type) {
            case MONTH -> last;
            case ROW -> last.plusDays(DAYS_TO_LOOK_BACK);
            case TERM -> term(first, last).map(CalendarPeriod::last).orElse(last);
        };
    }

    /** Whether a term that had these days is the one of a crossing, which may have been moved since. */
    boolean isTerm(LocalDate first, LocalDate last, Crossing crossing) {
        return crossing.type() == Type.TERM
                && term(first, last)
                        .filter(term -> term.first().equals(crossing.first())
                                && term.last().equals(crossing.last()))
                        .isPresent();
    }

    /** The term with these days; if there is none any more, the one with most of them. */
    private Optional<CalendarPeriod> term(LocalDate first, LocalDate last) {
        return calendar.periods().stream()
                .filter(period -> period.type() == CalendarPeriod.Type.TERM)
                .filter(term -> inCommon(term, first, last) >= MOST_OF_A_TERM)
                .max(Comparator.comparingDouble(term -> inCommon(term, first, last)));
    }

    /** Which part of all days of both are days of both. */
    private static double inCommon(CalendarPeriod term, LocalDate first, LocalDate last) {
        LocalDate from = term.first().isAfter(first) ? term.first() : first;
        LocalDate to = term.last().isBefore(last) ? term.last() : last;
        double common = Math.max(0, ChronoUnit.DAYS.between(from, to) + 1);
        double all =
                ChronoUnit.DAYS.between(term.first(), term.last()) + ChronoUnit.DAYS.between(first, last) + 2 - common;
        return common / all;
    }

    private Optional<Crossing> month(YearMonth month, List<Absence> absences) {
        long count = absences.stream()
                .filter(absence -> absence.type() == Absence.Type.ABSENT
                        && !absence.excused()
                        && YearMonth.from(absence.day()).equals(month))
                .map(absence -> absence.day() + "/" + absence.part())
                .distinct()
                .count();
        return reached(
                thresholds.unexcused() > 0 && count >= thresholds.unexcused(),
                () -> new Crossing(Type.MONTH, month.atDay(1), month.atEndOfMonth(), count, 0, ""));
    }

    /** The rows of so many school days on which the pupil was absent, the first one first. */
    private Stream<Crossing> rows(List<Absence> absences) {
        NavigableSet<LocalDate> absent = wholeDays(absences);
        List<List<LocalDate>> rows = new ArrayList<>();
        if (thresholds.daysInARow() == 0 || absent.isEmpty()) {
            return Stream.empty();
        }
        List<LocalDate> row = new ArrayList<>();
        for (LocalDate day = absent.first(); !day.isAfter(absent.last()); day = day.plusDays(1)) {
            if (absent.contains(day)) {
                row.add(day);
            } else if (calendar.isSchoolDay(day) && !row.isEmpty()) {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        rows.add(row);
        return rows.stream()
                .filter(days -> days.size() >= thresholds.daysInARow())
                .map(days -> new Crossing(Type.ROW, days.get(0), days.get(days.size() - 1), days.size(), 0, ""));
    }

    /** The first school day that counts on {@code day}: a row that began on it, or before, was reached long ago. */
    private Optional<LocalDate> firstSchoolDay(LocalDate day) {
        return firstDay(day)
                .datesUntil(day.plusDays(1))
                .filter(calendar::isSchoolDay)
                .findFirst();
    }

    private Optional<Crossing> term(CalendarPeriod term, List<Absence> absences) {
        long schoolDays = term.first()
                .datesUntil(term.last().plusDays(1))
                .filter(calendar::isSchoolDay)
                .count();
        double count = parts(absences).entrySet().stream()
                .filter(day -> term.contains(day.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return reached(
                thresholds.termPercent() > 0
                        && schoolDays > 0
                        && count * PERCENT >= (double) thresholds.termPercent() * schoolDays,
                () -> new Crossing(Type.TERM, term.first(), term.last(), count, schoolDays, term.name()));
    }

    private static Optional<Crossing> reached(boolean reached, Supplier<Crossing> crossing) {
        return reached ? Optional.of(crossing.get()) : Optional.empty();
    }

    private NavigableSet<LocalDate> wholeDays(List<Absence> absences) {
        return parts(absences).entrySet().stream()
                .filter(day -> day.getValue() >= 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How much of each school day the pupil was absent: 1 or a half. */
    private Map<LocalDate, Double> parts(List<Absence> absences) {
        Map<LocalDate, TreeSet<Absence.Part>> parts = new HashMap<>();
        absences.stream()
                .filter(absence -> absence.type() == Absence.Type.ABSENT
                        && absence.part() != Absence.Part.LESSON
                        && calendar.isSchoolDay(absence.day()))
                .forEach(absence -> parts.computeIfAbsent(absence.day(), day -> new TreeSet<>())
                        .add(absence.part()));
        Map<LocalDate, Double> days = new HashMap<>();
        parts.forEach((day, of) -> days.put(day, of.contains(Absence.Part.DAY) ? 1 : of.size() * HALF_A_DAY));
        return days;
    }
}
