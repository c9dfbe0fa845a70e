package dev.cartable.school.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.school.model.Invoice.Instalment;
import dev.cartable.school.model.Invoice.Overdue;
import dev.cartable.school.model.Invoice.Payment;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host's records may say, to their edges. */
class RecordValuesTest {
    private static final PupilId ALI = new PupilId("p1");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 2);
    private static final Currency FRANC = Currency.getInstance("XOF");

    private static void assertRefused(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessageContaining(message);
    }

    private static Absence absence(int minutes, boolean excused, @Nullable LocalDate excusedOn) {
        return new Absence(
                "a1",
                ALI,
                DAY,
                Absence.Type.LATE,
                Absence.Part.MORNING,
                null,
                minutes,
                excused,
                excusedOn,
                null,
                Instant.EPOCH,
                null);
    }

    @Test
    void aPupilIsLateByUpToADay() {
        assertThat(absence(0, false, null).minutes()).isZero();
        assertThat(absence(1_440, false, null).minutes()).isEqualTo(1_440);
        assertRefused(() -> absence(-1, false, null), "-1 minutes");
        assertRefused(() -> absence(1_441, false, null), "1441 minutes");
    }

    @Test
    void onlyAnExcusedAbsenceHasADayOnWhichItWasExcused() {
        assertThat(absence(5, true, DAY).excusedOn()).isEqualTo(DAY);
        assertThat(absence(5, true, null).excusedOn()).isNull();
        assertRefused(() -> absence(5, false, DAY), "is not excused");
    }

    private static Instalment instalment(int number, @Nullable String dueOn, String amount) {
        return new Instalment(number, dueOn == null ? null : LocalDate.parse(dueOn), new BigDecimal(amount));
    }

    private static Payment payment(String id, String amount) {
        return new Payment(id, DAY, new BigDecimal(amount));
    }

    private static Invoice invoice(
            String id, Invoice.State state, List<Instalment> instalments, List<Payment> payments) {
        return new Invoice(id, "F-1", ALI, FRANC, state, instalments, payments, null, false);
    }

    private static Invoice inThree(Invoice.State state, Payment... payments) {
        return invoice(
                "i1",
                state,
                List.of(
                        instalment(3, null, "30"),
                        instalment(2, "2026-12-01", "20"),
                        instalment(1, "2026-11-01", "10")),
                List.of(payments));
    }

    @Test
    void whatIsDueTodayIsNotOverdueAndWhatIsNeverDueNeverIs() {
        Invoice invoice = inThree(Invoice.State.ISSUED);

        assertThat(invoice.overdue(LocalDate.parse("2026-11-01"))).isEmpty();
        assertThat(invoice.overdue(LocalDate.parse("2026-11-03")))
                .containsExactly(new Overdue(instalment(1, "2026-11-01", "10"), new BigDecimal("10"), 2));
        assertThat(invoice.overdue(LocalDate.parse("2036-11-03")))
                .extracting(overdue -> overdue.instalment().number())
                .containsExactly(1, 2);
    }

    @Test
    void paymentsSettleInstalmentsInTheOrderOfTheirDueDates() {
        LocalDate late = LocalDate.parse("2027-01-01");

        assertThat(inThree(Invoice.State.PARTLY_PAID, payment("p1", "4"), payment("p2", "11"))
                        .overdue(late))
                .extracting(Overdue::unpaid)
                .containsExactly(new BigDecimal("15"));
        assertThat(inThree(Invoice.State.PARTLY_PAID, payment("p1", "10")).overdue(late))
                .as("settled to the franc")
                .extracting(overdue -> overdue.instalment().number())
                .containsExactly(2);
        assertThat(inThree(Invoice.State.ISSUED, payment("p1", "5"), payment("p2", "-9"))
                        .overdue(late))
                .as("more paid back than paid")
                .extracting(Overdue::unpaid)
                .containsExactly(new BigDecimal("10"), new BigDecimal("20"));
    }

    @Test
    void onlyAnIssuedInvoiceIsOverdue() {
        for (Invoice.State state : List.of(Invoice.State.DRAFT, Invoice.State.PAID, Invoice.State.CANCELLED)) {
            assertThat(inThree(state).overdue(LocalDate.parse("2027-01-01")))
                    .as(state.name())
                    .isEmpty();
        }
    }

    @Test
    void whatRemainsIsNeverBelowZero() {
        assertThat(inThree(Invoice.State.ISSUED, payment("p1", "15")).remaining())
                .isEqualTo(new BigDecimal("45"));
        assertThat(inThree(Invoice.State.PAID, payment("p1", "61")).remaining()).isZero();
        assertThat(inThree(Invoice.State.ISSUED)
                        .withPayments(List.of(payment("p1", "60")))
                        .remaining())
                .isZero();
    }

    @Test
    void anInvoiceThatCannotBeIsRefused() {
        List<Instalment> one = List.of(instalment(1, null, "1"));

        assertThat(invoice("i".repeat(200), Invoice.State.ISSUED, one, List.of())
                        .id())
                .hasSize(200);
        assertRefused(() -> invoice("i".repeat(201), Invoice.State.ISSUED, one, List.of()), "201 characters");
        assertRefused(() -> invoice("i1", Invoice.State.ISSUED, List.of(), List.of()), "no instalment");
        assertRefused(
                () -> invoice(
                        "i1",
                        Invoice.State.ISSUED,
                        List.of(instalment(1, null, "1"), instalment(1, null, "2")),
                        List.of()),
                "the same number");
        assertRefused(
                () -> invoice("i1", Invoice.State.ISSUED, one, List.of(payment("p1", "1"), payment("p1", "2"))),
                "the same id");
        assertRefused(() -> instalment(1, null, "0"), "not above zero");
        assertRefused(() -> instalment(1, null, "-0.01"), "not above zero");
    }

    @Test
    void equalAmountsAreWrittenAlikeWithinTheDigitsThatAreKept() {
        assertThat(payment("p1", "1E+3")).isEqualTo(payment("p1", "1000.00"));
        assertThat(payment("p1", "1000").amount()).hasToString("1000");
        assertThat(payment("p1", "999999999999999.1234").amount()).hasToString("999999999999999.1234");
        assertRefused(() -> payment("p1", "1000000000000000"), "15 digits");
        assertRefused(() -> payment("p1", "0.00001"), "after the decimal mark");
    }

    @Test
    void aReceivedPaymentNamesItsInvoice() {
        assertRefused(() -> new Invoice.ReceivedPayment(" ", FRANC, payment("p1", "1")), "the id of an invoice");
    }

    @Test
    void aSessionLastsAMinuteToADay() {
        assertThat(session(1).minutes()).isEqualTo(1);
        assertThat(session(1_440).minutes()).isEqualTo(1_440);
        assertRefused(() -> session(0), "0 minutes");
        assertRefused(() -> session(1_441), "1441 minutes");
    }

    private static StudySession session(int minutes) {
        return new StudySession("s1", ALI, "Maths", DAY.atTime(8, 0), minutes, null, StudySession.State.PLANNED);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01, false",
        "2026-11-02, true",
        "2026-11-30, true",
        "2026-12-01, false",
    })
    void firstAndLastDayBelongToASubscriptionAPeriodAndAPlan(LocalDate day, boolean within) {
        LocalDate first = LocalDate.parse("2026-11-02");
        LocalDate last = LocalDate.parse("2026-11-30");

        assertThat(new Subscription(ALI, first, last, null).activeOn(day)).isEqualTo(within);
        assertThat(new CalendarPeriod(CalendarPeriod.Type.TERM, "T1", first, last).contains(day))
                .isEqualTo(within);
        assertThat(plan("w1", day.getDayOfWeek(), first, last).isOn(day)).isEqualTo(within);
    }

    @Test
    void aSubscriptionOrAPlanMayHaveNoEnd() {
        assertThat(new Subscription(ALI, DAY, null, null).activeOn(DAY.plusYears(9)))
                .isTrue();
        assertThat(plan("w1", DayOfWeek.MONDAY, null, null).isOn(DAY.plusWeeks(500)))
                .isTrue();
        assertThat(plan("w1", DayOfWeek.MONDAY, null, null).isOn(DAY.plusDays(1)))
                .isFalse();
    }

    @Test
    void whatEndsBeforeItBeginsIsRefused() {
        assertThat(new Subscription(ALI, DAY, DAY, null).activeOn(DAY)).isTrue();
        assertThat(plan("w1", DayOfWeek.MONDAY, DAY, DAY).isOn(DAY)).isTrue();
        assertRefused(() -> new Subscription(ALI, DAY, DAY.minusDays(1), null), "before it begins");
        assertRefused(() -> plan("w1", DayOfWeek.MONDAY, DAY, DAY.minusDays(1)), "before it begins");
    }

    @Test
    void theIdOfAPlanLeavesRoomForADate() {
        assertThat(plan("w".repeat(200), DayOfWeek.MONDAY, null, null).on(DAY).id())
                .endsWith("@2026-11-02")
                .hasSize(211);
        assertRefused(() -> plan("w".repeat(201), DayOfWeek.MONDAY, null, null), "201 characters");
    }

    private static WeeklyPlan plan(String id, DayOfWeek day, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new WeeklyPlan(id, ALI, "Maths", day, LocalTime.of(17, 0), 45, null, from, to);
    }

    @Test
    void ofTwoTermsTheOneWithinTheOtherCounts() {
        CalendarPeriod semester = period("S1", "2026-09-01", "2027-01-31");
        CalendarPeriod term = period("T1", "2026-09-01", "2026-12-18");
        SchoolCalendar calendar = SchoolCalendar.of(List.of(term, semester));

        assertThat(calendar.termAt(DAY)).contains(term);
        assertThat(calendar.termAt(LocalDate.parse("2027-01-15"))).contains(semester);
        assertThat(calendar.termAt(LocalDate.parse("2027-02-01"))).isEmpty();
    }

    private static CalendarPeriod period(String name, String first, String last) {
        return new CalendarPeriod(CalendarPeriod.Type.TERM, name, LocalDate.parse(first), LocalDate.parse(last));
    }

    @Test
    void aDayOutsideAllSchoolYearsIsAHolidayIfThereAreYears() {
        CalendarPeriod year = new CalendarPeriod(
                CalendarPeriod.Type.YEAR, "2026", LocalDate.parse("2026-09-01"), LocalDate.parse("2027-06-30"));
        CalendarPeriod holiday = new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, "Noël", DAY, DAY);

        assertThat(SchoolCalendar.of(List.of(year)).isHoliday(LocalDate.parse("2027-07-01")))
                .isTrue();
        assertThat(SchoolCalendar.of(List.of(year)).isHoliday(DAY)).isFalse();
        assertThat(SchoolCalendar.of(List.of(year, holiday)).isHoliday(DAY)).isTrue();
        assertThat(SchoolCalendar.of(List.of(holiday)).isHoliday(DAY)).isTrue();
        assertThat(SchoolCalendar.of(List.of(holiday)).isHoliday(DAY.plusDays(1)))
                .isFalse();
    }

    @Test
    void schoolDaysLieBetweenTheTwoDays() {
        SchoolCalendar calendar = SchoolCalendar.empty();

        assertThat(calendar.schoolDaysBetween(DAY, DAY.plusDays(7)))
                .containsExactly(DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(3), DAY.plusDays(4));
        assertThat(calendar.schoolDaysBetween(DAY, DAY.plusDays(1))).isEmpty();
        assertThat(calendar.schoolDaysBetween(DAY, DAY)).isEmpty();
        assertThat(calendar.schoolDaysBetween(DAY.plusDays(1), DAY)).isEmpty();
    }

    @Test
    void aSessionAtAnotherTimeIsTheSameOtherwise() {
        StudySession session =
                new StudySession("s1", ALI, "Maths", DAY.atTime(2, 30), 45, "Fractions", StudySession.State.DONE, true);

        assertThat(session.startingAt(DAY.atTime(3, 0)))
                .isEqualTo(new StudySession(
                        "s1", ALI, "Maths", DAY.atTime(3, 0), 45, "Fractions", StudySession.State.DONE, true));
    }
}
