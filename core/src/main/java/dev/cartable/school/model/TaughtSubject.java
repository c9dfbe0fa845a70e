package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A subject as it is taught to a class in a term.
 *
 * @param coefficient how much its average counts in the general average; with 0, it counts nowhere
 * @param bonus whether its average counts only for what it has above half the scale
 * @param position its place on the report card; subjects with the same place stand by their codes
 */
public record TaughtSubject(ClassTerm classTerm, Subject subject, BigDecimal coefficient, boolean bonus, int position) {
    public TaughtSubject {
        requireNonNull(classTerm, "classTerm");
        requireNonNull(subject, "subject");
        coefficient = GradeNumbers.coefficient("the coefficient of subject " + subject.code(), coefficient);
    }
}
