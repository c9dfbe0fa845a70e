package dev.cartable.school.model;

import java.math.BigDecimal;

/** What a pupil received for a piece of work: points, a letter, whether a skill is acquired, or the reason why there is none. */
public sealed interface Mark {
    /**
     * Points, such as 8 out of 10. Both have at most {@value #DIGITS} digits before the decimal mark and {@value #DECIMALS} after it.
     *
     * @param value from 0 to {@code outOf}
     * @param outOf more than zero
     */
    record Points(BigDecimal value, BigDecimal outOf) implements Mark {
        /** The most digits before the decimal mark. */
        public static final int DIGITS = 6;

        /** The most digits after the decimal mark. */
        public static final int DECIMALS = 4;

        public Points {
            value = GradeNumbers.canonical("the value of a grade", value);
            outOf = GradeNumbers.canonical("the maximum of a grade", outOf);
            if (value.signum() < 0 || outOf.signum() <= 0 || value.compareTo(outOf) > 0) {
                throw new IllegalArgumentException("the grade " + value.toPlainString() + "/" + outOf.toPlainString()
                        + " is not from 0 to its maximum");
            }
        }
    }

    /**
     * A letter or word of the school's scale.
     *
     * @param symbol 1 to 20 characters
     */
    record Letter(String symbol) implements Mark {
        private static final int LONGEST = 20;

        public Letter {
            symbol = Ids.check("the letter of a grade", symbol);
            if (symbol.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "the letter of a grade, '" + symbol + "', has more than " + LONGEST + " characters");
            }
        }
    }

    /** Whether a skill is acquired. */
    enum Skill implements Mark {
        ACQUIRED,
        NOT_ACQUIRED
    }

    /** Why there is no grade. None of these is a zero. */
    enum Absent implements Mark {
        /** The pupil was not there, without an accepted reason. */
        MISSING,
        /** The pupil did not have to do it. */
        EXCUSED,
        /** It was done, and not graded. */
        NOT_GRADED,
        /** It was to be handed in, and was not. */
        NOT_HANDED_IN
    }
}
