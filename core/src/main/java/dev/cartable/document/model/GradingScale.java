package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The scale of a school's averages. Averages are shown with {@value #DECIMALS} decimals, a half rounded up.
 *
 * @param outOf its maximum, more than zero; without a meaning where {@code averaged} is false
 * @param averaged whether grades are averaged and ranked; false where the school only counts skills that are acquired
 * @param letters what each letter of the school is worth, from 0 to {@code outOf}, in the order of the school; empty if it has none
 */
public record GradingScale(BigDecimal outOf, boolean averaged, Map<String, BigDecimal> letters) {
    /** The decimals of an average that is shown. */
    public static final int DECIMALS = 2;

    private static final BigDecimal HALF = new BigDecimal("0.5");

    public GradingScale {
        requireNonNull(outOf, "outOf");
        if (outOf.signum() <= 0) {
            throw new IllegalArgumentException("the scale's maximum, " + outOf + ", is not above zero");
        }
        letters = Collections.unmodifiableMap(new LinkedHashMap<>(letters));
        for (Map.Entry<String, BigDecimal> letter : letters.entrySet()) {
            if (letter.getValue().signum() < 0 || letter.getValue().compareTo(outOf) > 0) {
                throw new IllegalArgumentException("the letter '" + letter.getKey() + "' is worth " + letter.getValue()
                        + ", which is not from 0 to " + outOf);
            }
        }
    }

    /** Points out of 20. */
    public static GradingScale defaults() {
        return outOf(20);
    }

    /** Points out of a maximum, such as 10 or 100. */
    public static GradingScale outOf(int outOf) {
        return new GradingScale(BigDecimal.valueOf(outOf), true, Map.of());
    }

    /** Skills that are acquired or not: no averages and no ranks. */
    public static GradingScale acquiredOrNot() {
        return new GradingScale(BigDecimal.ONE, false, Map.of());
    }

    /** The same scale with these letters, in their order. */
    public GradingScale withLetters(Map<String, BigDecimal> worth) {
        return new GradingScale(outOf, averaged, worth);
    }

    /** Half the scale, above which a bonus counts. */
    public Rational half() {
        return Rational.of(outOf).times(Rational.of(HALF));
    }

    /**
     * What a mark is worth on this scale, exactly: 8 out of 10 is 16 out of 20. Empty for one without a number: a letter that the scale
     * does not have, or a mark that is absent.
     */
    public Optional<Rational> valueOf(Mark mark) {
        if (!averaged) {
            return Optional.empty();
        }
        if (mark instanceof Mark.Points points) {
            return Optional.of(
                    Rational.of(points.value()).times(Rational.of(outOf)).dividedBy(Rational.of(points.outOf())));
        }
        if (mark instanceof Mark.Letter letter) {
            return Optional.ofNullable(letters.get(letter.symbol())).map(Rational::of);
        }
        if (mark instanceof Mark.Skill skill) {
            return Optional.of(skill == Mark.Skill.ACQUIRED ? Rational.of(outOf) : Rational.ZERO);
        }
        return Optional.empty();
    }
}
