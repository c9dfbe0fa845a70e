package dev.cartable.school.csv;

import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.model.Term;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the term of a row: as its cells say, and else as the calendar does. Immutable. */
final class Terms {
    static final Field TERM = Field.optional("term", "trimestre", "semestre", "semester", "période", "grading period");
    static final Field REQUIRED_TERM =
            Field.required("term", "trimestre", "semestre", "semester", "période", "grading period");
    static final Field YEAR = Field.optional("year", "school year", "année", "année scolaire");

    private final SchoolCalendar calendar;

    Terms(SchoolCalendar calendar) {
        this.calendar = calendar;
    }

    /**
     * The term that a row is about.
     *
     * @param date the day that the row is about; null if it is about none
     */
    Term of(RecordRow row, @Nullable LocalDate date) throws BadRowException {
        String name = row.words("term", Term.LONGEST);
        String year = row.words("year", Term.LONGEST);
        if (name == null && date != null) {
            name = calendar.termAt(date).map(CalendarPeriod::name).orElse(null);
        }
        if (name == null) {
            throw new BadRowException(RowProblem.UNKNOWN_TERM, "term");
        }
        if (year == null) {
            year = year(name, date).orElseThrow(() -> new BadRowException(RowProblem.UNKNOWN_TERM, "year"));
        }
        return new Term(year, name);
    }

    /** The year of a day, or the only year that has a term of this name. */
    private Optional<String> year(String term, @Nullable LocalDate date) {
        if (date != null) {
            return calendar.yearAt(date).map(CalendarPeriod::name);
        }
        List<String> years = calendar.periods().stream()
                .filter(period -> period.type() == CalendarPeriod.Type.YEAR)
                .map(CalendarPeriod::name)
                .filter(year -> calendar.period(new Term(year, term)).isPresent())
                .toList();
        return years.size() == 1 ? Optional.of(years.get(0)) : Optional.empty();
    }
}
