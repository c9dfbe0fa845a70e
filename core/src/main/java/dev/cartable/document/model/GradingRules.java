package dev.cartable.document.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a school counts its grades.
 *
 * @param scale the scale of its averages
 * @param zeros which grades without a number count as zero; none by default, so that they count nowhere
 * @param bands what is said of an average, by its least value; the highest band that it reaches counts
 */
public record GradingRules(GradingScale scale, Set<Mark.Absent> zeros, List<AppreciationBand> bands) {
    /** The scale of the usual bands. */
    private static final BigDecimal TWENTY = new BigDecimal("20");

    public GradingRules {
        requireNonNull(scale, "scale");
        zeros = Set.copyOf(zeros);
        bands = bands.stream()
                .sorted(Comparator.comparing(AppreciationBand::from).reversed())
                .toList();
    }

    /** Points out of 20 with the usual bands; what has no number counts nowhere. */
    public static GradingRules defaults() {
        return new GradingRules(GradingScale.defaults(), Set.of(), AppreciationBand.defaults());
    }

    /** The same rules on another scale, with the usual bands at the same shares of it. */
    public GradingRules withScale(GradingScale other) {
        return new GradingRules(
                other,
                zeros,
                AppreciationBand.defaults().stream()
                        .map(band -> band.at(band.from().multiply(other.outOf()).divide(TWENTY)))
                        .toList());
    }

    /** The same rules with other bands, whose values are on the scale. */
    public GradingRules withBands(List<AppreciationBand> others) {
        return new GradingRules(scale, zeros, others);
    }

    /** The same rules, where these count as zero. */
    public GradingRules withZeros(Set<Mark.Absent> others) {
        return new GradingRules(scale, others, bands);
    }

    /** What is said of an average that is shown; empty without an average or a band that it reaches. */
    public Optional<AppreciationBand> band(Average average) {
        return average.display()
                .flatMap(shown -> bands.stream()
                        .filter(band -> shown.compareTo(band.from()) >= 0)
                        .findFirst());
    }
}
