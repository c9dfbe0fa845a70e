package dev.cartable.school.csv;

import dev.cartable.school.model.CalendarPeriod;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The periods of a calendar, one a row. Of OneRoster's sessions, the end is the first day behind them. */
final class CalendarReader implements RecordReader<CalendarPeriod> {
    private static final int LONGEST_NAME = 255;

    private static final List<Field> FIELDS = List.of(
            Field.required("name", "title", "nom", "titre", "libellé"),
            Field.required("type", "kind", "nature", "genre"),
            Field.required("first", "first day", "start", "start date", "from", "début", "du", "premier jour"),
            Field.required("last", "last day", "end", "end date", "to", "fin", "au", "dernier jour"),
            Field.optional("status", "statut"),
            Field.optional("sourcedId"));

    /** Without a type for those that are left out. */
    private static final Vocabulary<Optional<CalendarPeriod.Type>> TYPES = new Vocabulary<
                    Optional<CalendarPeriod.Type>>()
            .with(Optional.of(CalendarPeriod.Type.YEAR), "year", "année", "school year", "année scolaire")
            .with(
                    Optional.of(CalendarPeriod.Type.TERM),
                    "term",
                    "trimestre",
                    "semester",
                    "trimester",
                    "période",
                    "semestre")
            .with(
                    Optional.of(CalendarPeriod.Type.HOLIDAY),
                    "holiday",
                    "vacances",
                    "holidays",
                    "vacation",
                    "closed",
                    "congé",
                    "congés",
                    "férié",
                    "jour férié")
            .with(Optional.empty(), "grading period", "période de notation");

    @Override
    public List<Field> fields() {
        return FIELDS;
    }

    @Override
    public @Nullable String owner() {
        return null;
    }

    @Override
    public @Nullable CalendarPeriod read(RecordRow row) throws BadRowException {
        Optional<CalendarPeriod.Type> type = row.word("type", TYPES);
        if (type.isEmpty() || row.gone()) {
            return null;
        }
        String name = row.requiredWords("name", LONGEST_NAME);
        LocalDate first = row.requiredDate("first");
        LocalDate end = row.requiredDate("last");
        LocalDate last = row.isOneRoster() ? end.minusDays(1) : end;
        row.requireOrder(first, last, "last");
        return new CalendarPeriod(type.get(), name, first, last);
    }
}
