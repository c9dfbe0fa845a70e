package dev.cartable.spring;

import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.GradingScale;
import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How grades count.
 *
 * @param outOf Maximum of the school's scale, such as 20, 10 or 100; 0 if skills are acquired or not, without averages.
 * @param zeros Which grades without a number count as zero: missing, excused, not_graded, not_handed_in. Without it, they count
 *     nowhere.
 * @param letters What letters are worth on the scale: cartable.grades.letters.A=18.
 */
public record GradeProperties(
        @DefaultValue("20") int outOf,
        @DefaultValue Set<Mark.Absent> zeros,
        @DefaultValue Map<String, BigDecimal> letters) {
    public GradeProperties {
        zeros = Set.copyOf(zeros);
        letters = Map.copyOf(letters);
        int maximum = outOf;
        Map<String, BigDecimal> worth = letters;
        CartableProperties.checked("cartable.grades", () -> scale(maximum, worth));
    }

    GradingRules rules() {
        return GradingRules.defaults().withZeros(zeros).withScale(scale(outOf, letters));
    }

    private static GradingScale scale(int outOf, Map<String, BigDecimal> letters) {
        return outOf == 0
                ? GradingScale.acquiredOrNot()
                : GradingScale.outOf(outOf).withLetters(letters);
    }
}
