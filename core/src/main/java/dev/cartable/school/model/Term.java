package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * A term, or whatever the school's year is divided into.
 *
 * @param first its first day
 * @param last its last day, which belongs to it
 */
public record Term(String name, LocalDate first, LocalDate last) {
    public Term {
        requireNonNull(name, "name");
        requireNonNull(first, "first");
        requireNonNull(last, "last");
        if (last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "term '" + name + "' ends on " + last + ", before it begins on " + first);
        }
    }
}
