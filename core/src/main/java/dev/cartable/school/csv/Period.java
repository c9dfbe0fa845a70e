package dev.cartable.school.csv;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** From one day to another; an end that is not given is open. */
record Period(@Nullable LocalDate from, @Nullable LocalDate to) {
    static Period of(Row row, String fromColumn, String toColumn) throws BadRowException {
        LocalDate from = row.date(fromColumn);
        LocalDate to = row.date(toColumn);
        if (from != null && to != null && to.isBefore(from)) {
            throw new BadRowException(RowProblem.BAD_PERIOD, toColumn, "from", from, "to", to);
        }
        return new Period(from, to);
    }

    boolean covers(LocalDate day, boolean lastDayIncluded) {
        return (from == null || !day.isBefore(from))
                && (to == null || day.isBefore(to) || (lastDayIncluded && day.equals(to)));
    }
}
