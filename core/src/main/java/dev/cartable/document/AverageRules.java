package dev.cartable.document;

import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Rank;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arithmetic of averages and ranks. */
final class AverageRules {
    private AverageRules() {}

    /**
     * What an average consists of: a grade within its subject, or a subject within the general average.
     *
     * @param value its value on the scale; null if it has no number
     */
    record Part(@Nullable Rational value, BigDecimal coefficient, boolean bonus) {}

    /**
     * The sum of values times coefficients, divided by the sum of the coefficients. A bonus adds what it has above half the scale, times
     * its coefficient, and its coefficient is not divided by. An average is never above the scale's maximum.
     */
    static Average average(GradingScale scale, List<Part> parts) {
        if (parts.isEmpty()) {
            return Average.None.NO_GRADES;
        }
        if (!scale.averaged()) {
            return Average.None.NOT_AVERAGED;
        }
        Rational sum = Rational.ZERO;
        Rational coefficients = Rational.ZERO;
        boolean hasNumber = false;
        for (Part part : parts) {
            Rational value = part.value();
            if (value == null) {
                continue;
            }
            hasNumber = true;
            Rational coefficient = Rational.of(part.coefficient());
            if (!part.bonus()) {
                sum = sum.plus(value.times(coefficient));
                coefficients = coefficients.plus(coefficient);
            } else if (value.compareTo(scale.half()) > 0) {
                sum = sum.plus(value.minus(scale.half()).times(coefficient));
            }
        }
        if (!hasNumber) {
            return Average.None.NO_NUMBERS;
        }
        if (coefficients.signum() == 0) {
            return Average.None.NOTHING_COUNTS;
        }
        Rational average = sum.dividedBy(coefficients);
        Rational most = Rational.of(scale.outOf());
        return Average.of(average.compareTo(most) > 0 ? most : average);
    }

    /** The ranks of pupils with an average, by the average that is shown. Equal ones share a rank, and the next is behind them all. */
    static <K> Map<K, Rank> ranks(Map<K, Average> averages) {
        List<BigDecimal> shown = shown(averages.values());
        Map<K, Rank> ranks = new LinkedHashMap<>();
        averages.forEach((key, average) -> average.display().ifPresent(own -> {
            int better = (int)
                    shown.stream().filter(other -> other.compareTo(own) > 0).count();
            long equal =
                    shown.stream().filter(other -> other.compareTo(own) == 0).count();
            ranks.put(key, new Rank(better + 1, shown.size(), equal > 1));
        }));
        return ranks;
    }

    /** The least, the average and the most of those averages that there are; null if there is none. */
    static @Nullable ClassFigures figures(Collection<Average> averages) {
        List<BigDecimal> shown = shown(averages).stream().sorted().toList();
        if (shown.isEmpty()) {
            return null;
        }
        Rational sum = averages.stream().flatMap(one -> one.value().stream()).reduce(Rational.ZERO, Rational::plus);
        Rational average = sum.dividedBy(Rational.of(BigDecimal.valueOf(shown.size())));
        return new ClassFigures(shown.get(0), average.rounded(GradingScale.DECIMALS), shown.get(shown.size() - 1));
    }

    private static List<BigDecimal> shown(Collection<Average> averages) {
        return averages.stream().flatMap(average -> average.display().stream()).toList();
    }
}
