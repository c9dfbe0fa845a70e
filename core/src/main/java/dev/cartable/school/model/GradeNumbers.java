package dev.cartable.school.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/** The one check for numbers of grades, so that all of them can be stored exactly. */
final class GradeNumbers {
    private GradeNumbers() {}

    /** A number that is equal to another is written like it. */
    static BigDecimal canonical(String what, BigDecimal number) {
        BigDecimal stripped = requireNonNull(number, what).stripTrailingZeros();
        BigDecimal canonical = stripped.setScale(Math.max(0, stripped.scale()));
        if (canonical.scale() > Mark.Points.DECIMALS
                || canonical.precision() - canonical.scale() > Mark.Points.DIGITS) {
            throw new IllegalArgumentException(what + ", " + number + ", has more than " + Mark.Points.DIGITS
                    + " digits before or " + Mark.Points.DECIMALS + " after the decimal mark");
        }
        return canonical;
    }

    /** A coefficient, which may be zero and is never below it. */
    static BigDecimal coefficient(String what, BigDecimal number) {
        BigDecimal canonical = canonical(what, number);
        if (canonical.signum() < 0) {
            throw new IllegalArgumentException(what + ", " + number + ", is below zero");
        }
        return canonical;
    }
}
