package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.Guardianship.Relation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a roster may say, to its edges. */
class SchoolValuesTest {
    private static final GuardianId AWA = new GuardianId("g1");
    private static final PupilId ALI = new PupilId("p1");
    private static final PersonName NAME = new PersonName("Awa", "Barry");
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);
    private static final School SCHOOL = new School("École", ZoneId.of("Asia/Tokyo"), Locale.FRENCH);

    static Stream<Arguments> ids() {
        return Stream.of(
                id("guardian", text -> new GuardianId(text).value()),
                id("pupil", text -> new PupilId(text).value()),
                id("promotion", text -> new PromotionId(text).value()),
                id("user", text -> new UserId(text).value()),
                id("name of a user", text -> user(text, null, null).userName()));
    }

    private static Arguments id(String name, Function<String, String> made) {
        return Arguments.of(Named.of(name, made));
    }

    private static Invoice invoice(String currency) {
        return new Invoice(
                "i1",
                "F-1",
                ALI,
                Currency.getInstance(currency),
                Invoice.State.ISSUED,
                List.of(new Invoice.Instalment(1, DAY, BigDecimal.ONE)),
                List.of(),
                null,
                false);
    }

    private static User user(String name, @Nullable String email, @Nullable String language) {
        return new User(new UserId("u"), name, email, language, null, true);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void anIdIsAnyTextThatCanBeToldFromOthersBySight(Function<String, String> id) {
        for (String text : List.of("1", "É 12/b: x", "x".repeat(255))) {
            assertThat(id.apply(text)).isEqualTo(text);
        }
        for (String text : List.of("", " ", "x".repeat(256), " x", "x ", "a\u0000b", "a\nb", "\uD800")) {
            assertThatIllegalArgumentException().isThrownBy(() -> id.apply(text));
        }
    }

    @Test
    void idsAreTheirTextAndHaveAnOrder() {
        assertThat(AWA).hasToString("g1").isLessThan(new GuardianId("g2"));
        assertThat(ALI).hasToString("p1").isLessThan(new PupilId("p2"));
        assertThat(new PromotionId("CM1")).hasToString("CM1").isLessThan(new PromotionId("CM2"));
        assertThat(new UserId("a")).hasToString("a").isLessThan(new UserId("b"));
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                no("the name is empty", () -> new PersonName(" ", "")),
                no("invoice i1 is in XXX", () -> invoice("XXX")),
                no("invoice i1 is in XAU", () -> invoice("XAU")),
                no("e-mail address of pupil p1", () -> new Pupil(ALI, NAME, null, "\uD800", true)),
                no("e-mail address of guardian g1", () -> new Guardian(AWA, NAME, "\uD800", null, null)),
                no("telephone number of guardian g1", () -> new Guardian(AWA, NAME, null, "\uD800", null)),
                no("language of guardian g1", () -> new Guardian(AWA, NAME, null, null, "\uD800")),
                no("e-mail address of user u", () -> user("x", "\uD800", null)),
                no("language of user u", () -> user("x", null, "\uD800")),
                no("name of promotion CM2", () -> new Promotion(new PromotionId("CM2"), "\uD800")),
                no(
                        "ends on 2026-08-31",
                        () -> new CalendarPeriod(CalendarPeriod.Type.TERM, "1", DAY, DAY.minusDays(1))),
                no("the address of payer 1", () -> payer("\uD800")),
                no("type SUBJECT has no subject", () -> appreciation(Appreciation.Type.SUBJECT, null)),
                no("type GENERAL has the subject MATHS", () -> appreciation(Appreciation.Type.GENERAL, "MATHS")),
                no("line -1", () -> new RowError("f", -1, null, "CODE")),
                no("'a\tb'", () -> new School("a\tb", SCHOOL.zone(), SCHOOL.language())),
                no("' '", () -> new School(" ", SCHOOL.zone(), SCHOOL.language())));
    }

    private static Invoice.Payer payer(String address) {
        return new Invoice.Payer(1, null, "Ville de Conakry", List.of("BP 1", address), 1, null);
    }

    private static Appreciation appreciation(Appreciation.Type type, @Nullable String subject) {
        return new Appreciation(ALI, new Term("2026-2027", "Trimestre 1"), type, subject, "Bon travail");
    }

    private static Arguments no(String message, ThrowingCallable made) {
        return Arguments.of(message, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void whatCannotBeIsRefusedAndNamed(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }

    @Test
    void aTermOfOneDayAndAnErrorOfAWholeFileCanBe() {
        assertThatCode(() -> new CalendarPeriod(CalendarPeriod.Type.TERM, "1", DAY, DAY))
                .doesNotThrowAnyException();
        assertThat(new RowError("f", 0, null, "CODE").facts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mother, MOTHER",
        "'Mère', MOTHER",
        "PÈRE, FATHER",
        "step-father, STEP_PARENT",
        "'belle mère', STEP_PARENT",
        "Sœur, SIBLING",
        "tutrice, GUARDIAN",
        "neighbour, OTHER",
        "'  ', GUARDIAN",
        ", GUARDIAN",
        "'?', OTHER"
    })
    void aRelationIsReadInEitherLanguage(@Nullable String word, Relation relation) {
        assertThat(Relation.of(word)).isEqualTo(relation);
    }

    @Test
    void aPlainLinkLetsAGuardianSeeThePupilAlways() {
        assertThat(Guardianship.of(AWA, ALI, Relation.MOTHER))
                .isEqualTo(new Guardianship(AWA, ALI, Relation.MOTHER, false, true, false, null, null));
    }

    @ParameterizedTest
    @CsvSource({"Cartable, true", "' cartable ', true", "École Cartable, false"})
    void aSchoolIsUnnamedUntilTheHostNamesIt(String name, boolean unnamed) {
        assertThat(new School(name, SCHOOL.zone(), SCHOOL.language()).isUnnamed())
                .isEqualTo(unnamed);
    }

    @Test
    void aSchoolHasItsOwnDayAndSpeaksToEachPersonInTheirLanguage() {
        assertThat(SCHOOL.today(Instant.parse("2026-08-31T14:59:59Z"))).isEqualTo(DAY.minusDays(1));
        assertThat(SCHOOL.today(Instant.parse("2026-08-31T15:00:00Z"))).isEqualTo(DAY);
        assertThat(SCHOOL.languageOf("en-GB")).isEqualTo(Locale.UK);
        assertThat(SCHOOL.languageOf(null)).isEqualTo(Locale.FRENCH);
        assertThat(SCHOOL.languageOf(" ")).isEqualTo(Locale.FRENCH);
    }

    @Test
    void aUsersTextShowsNoNameAndNoAddress() {
        assertThat(user("awa", "awa@example.org", null)).hasToString("User[u]");
        assertThat(new User(new UserId("u"), "awa", null, null, null, false)).hasToString("User[u, inactive]");
        assertThat(new Address.Opaque("+224")).hasToString("+224");
    }

    @Test
    void aGuardianIsReachedAtAnAddressThatIsNotAPupilsOwn() {
        assertThat(contact(" Awa@example.org ", "ali@example.org"))
                .isEqualTo(new Contact.Reachable(EmailAddress.of("awa@example.org")));
        assertThat(contact("awa@example.org", "AWA@example.org"))
                .isEqualTo(new Contact.Unreachable(Contact.Reason.PUPILS_ADDRESS, ""));
        assertThat(contact(null, null)).isEqualTo(Contact.none());
        assertThat(contact("", "")).isEqualTo(new Contact.Unreachable(Contact.Reason.NO_ADDRESS, ""));
        assertThat(contact("awa", "awa")).isInstanceOfSatisfying(Contact.Unreachable.class, none -> {
            assertThat(none.reason()).isEqualTo(Contact.Reason.UNUSABLE_ADDRESS);
            assertThat(none.detail()).isNotBlank();
            assertThat(none.address()).isNull();
        });
        assertThat(Contact.of(user("awa", "awa@example.org", null)).address())
                .isEqualTo(EmailAddress.of("awa@example.org"));
    }

    private static Contact contact(@Nullable String guardians, @Nullable String pupils) {
        return Contact.of(new Family(
                new Guardian(AWA, NAME, guardians, null, null),
                List.of(new Family.Ward(
                        new Pupil(ALI, NAME, null, pupils, true), Guardianship.of(AWA, ALI, Relation.MOTHER)))));
    }

    @Test
    void anAppreciationOfASubjectNamesItAndNoOtherDoes() {
        assertThat(appreciation(Appreciation.Type.SUBJECT, "MATHS").subject()).isEqualTo("MATHS");
        assertThat(appreciation(Appreciation.Type.GENERAL, null).subject()).isNull();
    }

    @Test
    void eachNameOfATermHasAtMost100Characters() {
        String longest = "t".repeat(100);

        assertThat(new Term(longest, longest)).returns(longest, Term::year).returns(longest, Term::name);
        for (String wrong : List.of(longest + "t", "", " ", " t", "t ", "a\tb", "\uD800")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Term(wrong, "Trimestre 1"))
                    .withMessageStartingWith("the school year of a term");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Term("2026-2027", wrong))
                    .withMessageStartingWith("the name of a term");
        }
    }

    @Test
    void termsAreInTheOrderOfTheirYearsAndThenOfTheirNames() {
        Term first = new Term("2025-2026", "Trimestre 2");
        Term second = new Term("2026-2027", "Trimestre 1");
        Term third = new Term("2026-2027", "Trimestre 2");

        assertThat(Stream.of(third, second, first).sorted()).containsExactly(first, second, third);
        assertThat(second).hasToString("2026-2027 Trimestre 1");
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "20, 20", "0.0001, 0.0001", "999999.9999, 999999.9999"})
    void pointsAreFromZeroToTheirMaximum(BigDecimal value, BigDecimal outOf) {
        assertThat(new Mark.Points(value, outOf))
                .returns(value, Mark.Points::value)
                .returns(outOf, Mark.Points::outOf);
    }

    @ParameterizedTest
    @CsvSource({
        "-0.0001, 20, is not from 0 to its maximum",
        "20.0001, 20, is not from 0 to its maximum",
        "0, 0, is not from 0 to its maximum",
        "0, -1, is not from 0 to its maximum",
        "0.00001, 20, the value of a grade",
        "1, 1000000, the maximum of a grade"
    })
    void otherPointsAreRefused(BigDecimal value, BigDecimal outOf, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mark.Points(value, outOf))
                .withMessageContaining(message);
    }

    @Test
    void equalPointsAreWrittenAlike() {
        Mark.Points points = new Mark.Points(new BigDecimal("1E+1"), new BigDecimal("20.00"));

        assertThat(points.value()).hasToString("10");
        assertThat(points.outOf()).hasToString("20");
    }
}
