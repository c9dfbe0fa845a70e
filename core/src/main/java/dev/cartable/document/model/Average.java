package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/** An average, or the reason why there is none. */
public sealed interface Average {
    /**
     * An average on the school's scale.
     *
     * @param exact what further averages are computed of
     * @param shown what people see and ranks are computed of: {@code exact}, with two decimals, a half rounded up
     */
    record Of(Rational exact, BigDecimal shown) implements Average {
        public Of {
            requireNonNull(exact, "exact");
            requireNonNull(shown, "shown");
        }
    }

    /** Why there is no average. It is never a zero. */
    enum None implements Average {
        /** There is no grade at all. */
        NO_GRADES,
        /** There are grades, and none of them is a number: all are missing, excused, not graded or not handed in. */
        NO_NUMBERS,
        /** There are numbers, and none of them counts: their coefficient is 0, or they are a bonus. */
        NOTHING_COUNTS,
        /** The school's scale has no averages. */
        NOT_AVERAGED
    }

    static Average of(Rational exact) {
        return new Of(exact, exact.rounded(GradingScale.DECIMALS));
    }

    /** What people see; empty if there is no average. */
    default Optional<BigDecimal> display() {
        return this instanceof Of average ? Optional.of(average.shown()) : Optional.empty();
    }

    /** The exact value; empty if there is no average. */
    default Optional<Rational> value() {
        return this instanceof Of average ? Optional.of(average.exact()) : Optional.empty();
    }
}
