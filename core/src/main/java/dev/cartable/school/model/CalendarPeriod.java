package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.work.internal.WellFormedText;
import java.time.LocalDate;

/**
 * A year, a term or a holiday of the school's calendar.
 *
 * @param first its first day in the school's zone
 * @param last its last day, which belongs to it
 */
public record CalendarPeriod(Type type, String name, LocalDate first, LocalDate last) {
    public CalendarPeriod {
        requireNonNull(type, "type");
        WellFormedText.require("the name of a period", name);
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "period '" + name + "' ends on " + last + ", before it begins on " + first);
        }
    }

    /** Whether a day belongs to it. */
    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    /** What a period is. */
    public enum Type {
        YEAR,
        TERM,
        HOLIDAY
    }
}
