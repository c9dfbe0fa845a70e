package dev.cartable.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartable.document.AverageRules.Part;
import dev.cartable.document.model.AppreciationBand;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.GradingScale;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard.ClassFigures;
import dev.cartable.document.model.ReportCard.Rank;
import dev.cartable.school.model.Mark;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AverageRulesTest {
    private static final GradingScale TWENTY = GradingScale.defaults();

    @ParameterizedTest
    @CsvSource({
        "8, 10, 16",
        "12.5, 20, 25/2",
        "0, 20, 0",
        "7, 7, 20",
        "1, 3, 20/3",
        "15, 40, 15/2",
        "0.25, 1, 5",
    })
    void pointsAreConvertedToTheScaleExactly(BigDecimal value, BigDecimal outOf, String expected) {
        assertThat(TWENTY.valueOf(new Mark.Points(value, outOf)).map(Rational::toString))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"10, 8", "100, 80", "20, 16", "6, 24/5"})
    void eightOutOfTenIsAsMuchOnEveryScale(int outOf, String expected) {
        assertThat(GradingScale.outOf(outOf)
                        .valueOf(new Mark.Points(new BigDecimal("8"), BigDecimal.TEN))
                        .map(Rational::toString))
                .contains(expected);
    }

    @Test
    void aScaleIsAboveZeroAndItsLettersAreFromZeroToItsMaximum() {
        assertThat(TWENTY.withLetters(Map.of("A", new BigDecimal("20"), "E", BigDecimal.ZERO))
                        .letters())
                .hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> GradingScale.outOf(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TWENTY.withLetters(Map.of("A", new BigDecimal("20.01"))));
        assertThatIllegalArgumentException().isThrownBy(() -> TWENTY.withLetters(Map.of("E", new BigDecimal("-0.01"))));
    }

    @Test
    void lettersAndSkillsAreWorthWhatTheScaleSays() {
        GradingScale letters = TWENTY.withLetters(Map.of("A", new BigDecimal("18"), "B", new BigDecimal("13.5")));

        assertThat(letters.valueOf(new Mark.Letter("B")).map(Rational::toString))
                .contains("27/2");
        assertThat(letters.valueOf(new Mark.Letter("C"))).isEmpty();
        assertThat(TWENTY.valueOf(Mark.Skill.ACQUIRED).map(Rational::toString)).contains("20");
        assertThat(TWENTY.valueOf(Mark.Skill.NOT_ACQUIRED)).contains(Rational.ZERO);
        assertThat(GradingScale.acquiredOrNot().valueOf(Mark.Skill.ACQUIRED)).isEmpty();
        assertThatThrownBy(() -> TWENTY.withLetters(Map.of("A", new BigDecimal("20.01"))))
                .hasMessageContaining("the letter 'A' is worth 20.01, which is not from 0 to 20");
    }

    @ParameterizedTest
    @CsvSource({"MISSING", "EXCUSED", "NOT_GRADED", "NOT_HANDED_IN"})
    void whatIsAbsentIsNoZero(Mark.Absent absent) {
        assertThat(TWENTY.valueOf(absent)).isEmpty();
    }

    @Test
    void anAverageIsTheSumDividedByTheCoefficientsAndIsShownHalfUp() {
        assertThat(average(part("10", "1"), part("16", "2"))).isEqualTo("14 14.00");
        assertThat(average(part("10", "1"), part("11", "2"))).isEqualTo("32/3 10.67");
        assertThat(average(part("12.345", "1"))).isEqualTo("2469/200 12.35");
        assertThat(average(part("12.3449", "1"))).isEqualTo("123449/10000 12.34");
        assertThat(average(part("0", "1"))).isEqualTo("0 0.00");
        assertThat(average(part("20", "0.5"), part("0", "1.5"))).isEqualTo("5 5.00");
    }

    @Test
    void whatHasNoNumberOrTheCoefficientZeroCountsNowhere() {
        assertThat(average(part("10", "1"), part(null, "5"), part("20", "0"))).isEqualTo("10 10.00");
    }

    @Test
    void aBonusCountsOnlyForWhatItHasAboveHalfTheScale() {
        assertThat(average(part("12", "2"), bonus("16", "1"))).isEqualTo("15 15.00");
        assertThat(average(part("12", "2"), bonus("10", "1"))).isEqualTo("12 12.00");
        assertThat(average(part("12", "2"), bonus("3", "1"))).isEqualTo("12 12.00");
        assertThat(average(part("12", "2"), bonus("16", "0"))).isEqualTo("12 12.00");
        assertThat(average(part("12", "2"), bonus(null, "1"))).isEqualTo("12 12.00");
        assertThat(average(part("20", "1"), bonus("20", "1"))).isEqualTo("20 20.00");
    }

    @Test
    void withoutANumberThereIsNoAverageButAReason() {
        assertThat(average()).isEqualTo("NO_GRADES");
        assertThat(average(part(null, "1"), part(null, "0"))).isEqualTo("NO_NUMBERS");
        assertThat(average(part("12", "0"))).isEqualTo("NOTHING_COUNTS");
        assertThat(average(bonus("20", "3"), part(null, "1"))).isEqualTo("NOTHING_COUNTS");
        assertThat(AverageRules.average(GradingScale.acquiredOrNot(), List.of(part("1", "1"))))
                .isEqualTo(Average.None.NOT_AVERAGED);
        assertThat(AverageRules.average(GradingScale.acquiredOrNot(), List.of()))
                .isEqualTo(Average.None.NO_GRADES);
    }

    @Test
    void equalAveragesShareARankAndTheNextIsBehindThemAll() {
        assertThat(ranks("14", "12", "14", null, "9.994")).containsExactly("1=/4", "3/4", "1=/4", "-", "4/4");
        assertThat(ranks("9.994", "9.99")).containsExactly("1=/2", "1=/2");
        assertThat(ranks("9.995", "9.99")).containsExactly("1/2", "2/2");
        assertThat(ranks("0", null)).containsExactly("1/1", "-");
        assertThat(ranks(null, null)).containsExactly("-", "-");
    }

    @Test
    void theFiguresOfAClassAreThoseOfTheAveragesThatThereAre() {
        List<Average> averages =
                Stream.of("10", "11", "11").map(AverageRulesTest::of).toList();

        assertThat(AverageRules.figures(averages))
                .isEqualTo(new ClassFigures(new BigDecimal("10.00"), new BigDecimal("10.67"), new BigDecimal("11.00")));
        assertThat(AverageRules.figures(List.of(of("12.344"), of("12.346"), Average.None.NO_GRADES)))
                .isEqualTo(new ClassFigures(new BigDecimal("12.34"), new BigDecimal("12.35"), new BigDecimal("12.35")));
        assertThat(AverageRules.figures(List.of(Average.None.NO_GRADES))).isNull();
        assertThat(AverageRules.figures(List.of())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "20, Très bien",
                "16, Très bien",
                "15.99, Bien",
                "12, Assez bien",
                "10, Passable",
                "9.99, Insuffisant",
                "0, Insuffisant"
            })
    void theHighestBandThatAnAverageReachesCounts(String average, String words) {
        assertThat(GradingRules.defaults().band(of(average)).map(band -> band.words(Locale.FRENCH)))
                .contains(words);
    }

    @Test
    void thereIsNoBandWithoutAnAverageOrBelowTheLowest() {
        GradingRules rules =
                GradingRules.defaults().withBands(List.of(new AppreciationBand(BigDecimal.TEN, "Pass", "Admis")));

        assertThat(rules.band(Average.None.NO_GRADES)).isEmpty();
        assertThat(rules.band(of("9.99"))).isEmpty();
        assertThat(rules.band(of("10")).map(band -> band.words(Locale.GERMAN))).contains("Pass");
    }

    @ParameterizedTest
    @CsvSource({"10, 8, Très bien", "10, 7.99, Bien", "100, 50, Passable", "6, 4.79, Bien", "6, 4.8, Très bien"})
    void theUsualBandsAreAtTheSameSharesOfAnotherScale(int outOf, String average, String words) {
        GradingRules rules = GradingRules.defaults().withScale(GradingScale.outOf(outOf));

        assertThat(rules.band(of(average)).map(band -> band.words(Locale.FRENCH)))
                .contains(words);
    }

    @Test
    void aFractionIsKeptInItsLowestTerms() {
        assertThat(new Rational(BigInteger.valueOf(-4), BigInteger.valueOf(-6))).hasToString("2/3");
        assertThat(new Rational(BigInteger.TWO, BigInteger.valueOf(-4))).hasToString("-1/2");
        assertThat(Rational.of(new BigDecimal("1E+2"))).hasToString("100");
        assertThat(Rational.ZERO.signum()).isZero();
        assertThatThrownBy(() -> Rational.ZERO.dividedBy(Rational.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> ranks(@Nullable String... averages) {
        Map<Integer, Average> of = new LinkedHashMap<>();
        Arrays.stream(averages).forEach(one -> of.put(of.size(), one == null ? Average.None.NO_GRADES : of(one)));
        Map<Integer, Rank> ranks = AverageRules.ranks(of);
        return of.keySet().stream().map(key -> shown(ranks.get(key))).toList();
    }

    private static String shown(@Nullable Rank rank) {
        return rank == null ? "-" : rank.position() + (rank.shared() ? "=" : "") + "/" + rank.among();
    }

    private static Average of(String value) {
        return Average.of(Rational.of(new BigDecimal(value)));
    }

    private static String average(Part... parts) {
        Average average = AverageRules.average(TWENTY, List.of(parts));
        return average instanceof Average.Of of ? of.exact() + " " + of.shown() : average.toString();
    }

    private static Part part(@Nullable String value, String coefficient) {
        return new Part(value == null ? null : Rational.of(new BigDecimal(value)), new BigDecimal(coefficient), false);
    }

    private static Part bonus(@Nullable String value, String coefficient) {
        return new Part(value == null ? null : Rational.of(new BigDecimal(value)), new BigDecimal(coefficient), true);
    }
}
