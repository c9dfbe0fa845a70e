package dev.cartable.document;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.document.ClassResults.PupilResults;
import dev.cartable.document.ClassResults.Records;
import dev.cartable.document.model.Average;
import dev.cartable.document.model.GradingRules;
import dev.cartable.document.model.Rational;
import dev.cartable.document.model.ReportCard;
import dev.cartable.document.model.ReportCard.Counting;
import dev.cartable.document.model.ReportCard.SubjectLine;
import dev.cartable.school.model.Appreciation;
import dev.cartable.school.model.ClassMember;
import dev.cartable.school.model.ClassTerm;
import dev.cartable.school.model.Grade;
import dev.cartable.school.model.Mark;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.PupilId;
import dev.cartable.school.model.Subject;
import dev.cartable.school.model.TaughtSubject;
import dev.cartable.school.model.Term;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassResultsTest {
    private static final Term TERM = new Term("2026-2027", "Trimestre 1");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 1);
    private static final ClassTerm A = new ClassTerm(new PromotionId("6A"), TERM);
    private static final ClassTerm B = new ClassTerm(new PromotionId("6B"), TERM);

    private final List<ClassMember> members = new ArrayList<>();
    private final List<Grade> grades = new ArrayList<>();
    private final List<TaughtSubject> subjects = new ArrayList<>();
    private final List<Appreciation> appreciations = new ArrayList<>();
    private GradingRules rules = GradingRules.defaults();

    @Test
    void theGeneralAverageIsThatOfExactSubjectAveragesWithTheCoefficientsOfTheClass() {
        teach(A, "MATHS", "3", 1);
        teach(A, "FR", "2", 0);
        grade("P1", "MATHS", "10", "1");
        grade("P1", "MATHS", "11", "2");
        grade("P1", "FR", "15", "1");
        grade("P1", "EPS", "20", "1");

        PupilResults results = results(A).of(new PupilId("P1")).orElseThrow();

        assertThat(results.subjects()).extracting(line -> line.subject().code()).containsExactly("FR", "MATHS", "EPS");
        assertThat(line(results, "MATHS").average().value().map(Rational::toString))
                .contains("32/3");
        assertThat(line(results, "EPS").coefficient()).isEqualTo(BigDecimal.ONE);
        // (32/3 · 3 + 15 · 2 + 20 · 1) ÷ 6
        assertThat(results.general().value().map(Rational::toString)).contains("41/3");
        assertThat(results.general().display()).contains(new BigDecimal("13.67"));
    }

    @Test
    void theClassIsThatOfTheLatestGradeAndAllGradesOfTheTermCountInIt() {
        grades.add(grade("a", "P1", A.promotion(), "MATHS", DAY, points("8"), "1", false));
        grades.add(grade("b", "P1", B.promotion(), "MATHS", DAY.plusDays(9), points("12"), "1", false));
        grades.add(grade("c", "P2", B.promotion(), "MATHS", DAY, points("11"), "1", false));

        assertThat(results(A).size()).isZero();
        assertThat(results(B).of(new PupilId("P1")).orElseThrow().general().display())
                .contains(new BigDecimal("10.00"));
        assertThat(results(B).of(new PupilId("P1")).orElseThrow().rank()).isEqualTo(new ReportCard.Rank(2, 2, false));
    }

    @Test
    void membersThatAreRecordedAreTheClass() {
        grades.add(grade("a", "P1", A.promotion(), "MATHS", DAY, points("8"), "1", false));
        grades.add(grade("c", "P2", B.promotion(), "MATHS", DAY, points("11"), "1", false));
        members.add(new ClassMember(new PupilId("P1"), B, null, null));
        members.add(new ClassMember(new PupilId("P3"), B, null, null));

        assertThat(results(B).all()).extracting(one -> one.pupil().value()).containsExactly("P1", "P3");
        assertThat(results(B).of(new PupilId("P3")).orElseThrow().general()).isEqualTo(Average.None.NO_GRADES);
        assertThat(results(B).of(new PupilId("P3")).orElseThrow().rank()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAbsentCountsNowhereUnlessTheSchoolCountsItAsZero(Mark.Absent absent) {
        grade("P1", "MATHS", "10", "1");
        grades.add(grade("x", "P1", A.promotion(), "MATHS", DAY, absent, "1", false));

        SubjectLine plain = line(results(A).all().get(0), "MATHS");
        rules = rules.withZeros(EnumSet.of(absent));
        SubjectLine strict = line(results(A).all().get(0), "MATHS");
        rules = rules.withZeros(EnumSet.complementOf(EnumSet.of(absent)));
        SubjectLine others = line(results(A).all().get(0), "MATHS");

        assertThat(plain.average().display()).contains(new BigDecimal("10.00"));
        assertThat(plain.grades())
                .extracting(ReportCard.GradeLine::counting)
                .containsExactly(Counting.COUNTED, Counting.NO_NUMBER);
        assertThat(strict.average().display()).contains(new BigDecimal("5.00"));
        assertThat(strict.grades())
                .extracting(ReportCard.GradeLine::counting)
                .containsExactly(Counting.COUNTED, Counting.ZERO);
        assertThat(others.average().display()).contains(new BigDecimal("10.00"));
    }

    @Test
    void howAGradeCountsIsSaid() {
        grade("P1", "MATHS", "0", "1");
        grade("P1", "MATHS", "15", "0");
        grades.add(grade("y", "P1", A.promotion(), "MATHS", DAY, points("15"), "1", true));
        grades.add(grade("z", "P1", A.promotion(), "MATHS", DAY, new Mark.Letter("?"), "1", true));

        assertThat(line(results(A).all().get(0), "MATHS").grades())
                .extracting(ReportCard.GradeLine::counting)
                .containsExactly(Counting.COUNTED, Counting.NO_COEFFICIENT, Counting.BONUS, Counting.NO_NUMBER);
    }

    @Test
    void withoutAnyNumberThereIsNoAverageAndNoRankAndTheReasonIsTheNearest() {
        grades.add(grade("x", "P1", A.promotion(), "MATHS", DAY, Mark.Absent.EXCUSED, "1", false));
        appreciations.add(new Appreciation(new PupilId("P1"), TERM, Appreciation.Type.SUBJECT, "FR", "Absent."));

        PupilResults results = results(A).all().get(0);

        assertThat(line(results, "FR").average()).isEqualTo(Average.None.NO_GRADES);
        assertThat(line(results, "FR").appreciation()).isEqualTo("Absent.");
        assertThat(line(results, "MATHS").average()).isEqualTo(Average.None.NO_NUMBERS);
        assertThat(results.general()).isEqualTo(Average.None.NO_NUMBERS);
        assertThat(results.rank()).isNull();
        assertThat(results.band()).isNull();
        assertThat(results(A).figures()).isEmpty();
    }

    @Test
    void aSubjectThatIsABonusAddsToTheGeneralAverageAboveHalfTheScale() {
        teach(A, "MATHS", "2", 0);
        subjects.add(new TaughtSubject(A, Subject.of("LATIN"), BigDecimal.ONE, true, 1));
        subjects.add(new TaughtSubject(A, Subject.of("CLUB"), BigDecimal.ZERO, false, 2));
        grade("P1", "MATHS", "12", "1");
        grade("P1", "LATIN", "14", "1");
        grade("P1", "CLUB", "20", "1");
        grade("P2", "MATHS", "12", "1");
        grade("P2", "LATIN", "9", "1");

        assertThat(results(A).all())
                .extracting(one -> one.general().display().orElseThrow().toString())
                .containsExactly("14.00", "12.00");
    }

    @Test
    void namesOfTheClassComeBeforeThoseOfGrades() {
        subjects.add(new TaughtSubject(A, new Subject("MATHS", "Mathématiques", null), BigDecimal.ONE, false, 0));
        Grade grade = grade("a", "P1", A.promotion(), "MATHS", DAY, points("8"), "1", false);
        grades.add(new Grade(
                "a",
                grade.pupil(),
                grade.promotion(),
                new Subject("MATHS", "Maths", "Mme Diallo"),
                TERM,
                DAY,
                null,
                grade.mark(),
                BigDecimal.ONE,
                false));

        assertThat(results(A).subjects()).containsExactly(new Subject("MATHS", "Mathématiques", "Mme Diallo"));
    }

    @Test
    void recordsOfOtherTermsAndClassesAreLeftOut() {
        Term later = new Term("2026-2027", "Trimestre 2");
        members.add(new ClassMember(new PupilId("P9"), B, null, null));
        teach(B, "MATHS", "5", 3);
        teach(new ClassTerm(A.promotion(), later), "MATHS", "6", 3);
        grade("P1", "MATHS", "12", "1");
        Grade elsewhere = grade("later", "P1", B.promotion(), "MATHS", DAY.plusMonths(3), points("2"), "1", false);
        grades.add(new Grade(
                elsewhere.id(),
                elsewhere.pupil(),
                elsewhere.promotion(),
                elsewhere.subject(),
                later,
                elsewhere.date(),
                null,
                elsewhere.mark(),
                elsewhere.coefficient(),
                false));

        assertThat(results(A).all()).singleElement().satisfies(one -> {
            assertThat(one.pupil()).isEqualTo(new PupilId("P1"));
            assertThat(line(one, "MATHS").coefficient()).isEqualTo(BigDecimal.ONE);
            assertThat(one.general().display()).contains(new BigDecimal("12.00"));
        });
    }

    @Test
    void eachSubjectHasItsRanksAndTheFiguresOfTheClass() {
        grade("P1", "MATHS", "12", "1");
        grade("P2", "MATHS", "8", "1");

        SubjectLine best = line(results(A).all().get(0), "MATHS");
        SubjectLine second = line(results(A).all().get(1), "MATHS");

        assertThat(best.rank()).isEqualTo(new ReportCard.Rank(1, 2, false));
        assertThat(second.rank()).isEqualTo(new ReportCard.Rank(2, 2, false));
        assertThat(requireNonNull(second.classFigures()).average()).isEqualByComparingTo("10");
        assertThat(results(A).figures().orElseThrow().average()).isEqualByComparingTo("10");
    }

    @Test
    void subjectsOfTheSamePositionAreInTheOrderOfTheirCodes() {
        List<String> codes = List.of("ANGLAIS", "EPS", "FR", "HISTOIRE", "LATIN", "MATHS", "PHYSIQUE", "SVT");
        for (int i = codes.size() - 1; i >= 0; i--) {
            grade("P1", codes.get(i), "10", "1");
        }

        assertThat(results(A).all().get(0).subjects())
                .extracting(line -> line.subject().code())
                .containsExactlyElementsOf(codes);
        assertThat(results(A).subjects()).extracting(Subject::code).containsExactlyElementsOf(codes);
    }

    /** Sums in whole ten-thousandths over a common denominator, which shares nothing with the rules. */
    @Test
    void averagesAndRanksAgreeWithABruteForceCalculation() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            grades.clear();
            subjects.clear();
            String[] codes = {"A", "B", "C", "D"};
            for (String code : codes) {
                subjects.add(new TaughtSubject(
                        A, Subject.of(code), BigDecimal.valueOf(random.nextInt(4)), random.nextInt(5) == 0, 0));
            }
            int size = 1 + random.nextInt(8);
            IntStream.range(0, size)
                    .forEach(pupil -> IntStream.range(0, 1 + random.nextInt(12)).forEach(i -> {
                        int outOf = List.of(5, 10, 20, 40).get(random.nextInt(4));
                        Mark mark = random.nextInt(6) == 0
                                ? List.of(Mark.Absent.values()).get(random.nextInt(4))
                                : new Mark.Points(
                                        BigDecimal.valueOf(random.nextInt(outOf * 4 + 1))
                                                .divide(BigDecimal.valueOf(4)),
                                        BigDecimal.valueOf(outOf));
                        grades.add(grade(
                                "g" + grades.size(),
                                "P" + pupil,
                                A.promotion(),
                                codes[random.nextInt(4)],
                                DAY,
                                mark,
                                String.valueOf(random.nextInt(4)),
                                random.nextInt(6) == 0));
                    }));
            Map<String, @Nullable Double> expected = new TreeMap<>();
            IntStream.range(0, size).forEach(pupil -> expected.put("P" + pupil, bruteGeneral("P" + pupil)));

            ClassResults results = results(A);

            for (PupilResults one : results.all()) {
                Double general = expected.get(one.pupil().value());
                assertThat(one.general().display().isPresent())
                        .as("seed %s, %s", seed, one)
                        .isEqualTo(general != null);
                if (general != null) {
                    assertThat(one.general().value().orElseThrow().rounded(9).doubleValue())
                            .as("seed %s, pupil %s", seed, one.pupil())
                            .isCloseTo(general, Offset.offset(1e-8));
                    BigDecimal shown = one.general().display().orElseThrow();
                    long better = results.all().stream()
                            .filter(other -> other.general()
                                    .display()
                                    .filter(more -> more.compareTo(shown) > 0)
                                    .isPresent())
                            .count();
                    assertThat(requireNonNull(one.rank()).position())
                            .as("seed %s", seed)
                            .isEqualTo((int) better + 1);
                }
            }
        }
    }

    private @Nullable Double bruteGeneral(String pupil) {
        double sum = 0;
        double weights = 0;
        for (TaughtSubject subject : subjects) {
            Double average = bruteSubject(pupil, subject.subject().code());
            double coefficient = subject.coefficient().doubleValue();
            if (average != null && subject.bonus()) {
                sum += Math.max(0, average - 10) * coefficient;
            } else if (average != null) {
                sum += average * coefficient;
                weights += coefficient;
            }
        }
        return weights == 0 ? null : Double.valueOf(Math.min(20, sum / weights));
    }

    private @Nullable Double bruteSubject(String pupil, String code) {
        double sum = 0;
        double weights = 0;
        for (Grade grade : grades) {
            if (grade.pupil().value().equals(pupil)
                    && grade.subject().code().equals(code)
                    && grade.mark() instanceof Mark.Points points) {
                double value = points.value().doubleValue() / points.outOf().doubleValue() * 20;
                double coefficient = grade.coefficient().doubleValue();
                sum += (grade.bonus() ? Math.max(0, value - 10) : value) * coefficient;
                weights += grade.bonus() ? 0 : coefficient;
            }
        }
        return weights == 0 ? null : Double.valueOf(Math.min(20, sum / weights));
    }

    @Test
    void theOrderOfRecordsDoesNotMatter() {
        teach(A, "MATHS", "3", 1);
        IntStream.range(0, 40)
                .forEach(i -> grade("P" + i % 5, i % 2 == 0 ? "MATHS" : "FR", String.valueOf(i % 21), "1"));
        List<PupilResults> expected = results(A).all();
        Collections.shuffle(grades, new Random(7));

        assertThat(results(A).all()).isEqualTo(expected);
    }

    private ClassResults results(ClassTerm classTerm) {
        return ClassResults.of(rules, classTerm, new Records(members, grades, subjects, appreciations));
    }

    private void teach(ClassTerm classTerm, String code, String coefficient, int position) {
        subjects.add(new TaughtSubject(classTerm, Subject.of(code), new BigDecimal(coefficient), false, position));
    }

    private void grade(String pupil, String code, String value, String coefficient) {
        grades.add(grade("g" + grades.size(), pupil, A.promotion(), code, DAY, points(value), coefficient, false));
    }

    private static Mark points(String value) {
        return new Mark.Points(new BigDecimal(value), new BigDecimal("20"));
    }

    private static Grade grade(
            String id,
            String pupil,
            PromotionId promotion,
            String code,
            LocalDate day,
            Mark mark,
            String coefficient,
            boolean bonus) {
        return new Grade(
                id,
                new PupilId(pupil),
                promotion,
                Subject.of(code),
                TERM,
                day,
                null,
                mark,
                new BigDecimal(coefficient),
                bonus);
    }

    private static SubjectLine line(PupilResults results, String code) {
        return results.subjects().stream()
                .filter(line -> line.subject().code().equals(code))
                .findFirst()
                .orElseThrow();
    }
}
