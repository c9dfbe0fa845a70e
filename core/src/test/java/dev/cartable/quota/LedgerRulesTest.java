package dev.cartable.quota;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartable.quota.model.Assignment;
import dev.cartable.quota.model.AuditFinding.WrongFigure;
import dev.cartable.quota.model.AuditFinding.WrongFigure.Figure;
import dev.cartable.quota.model.Holder;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.ProfileId;
import dev.cartable.quota.model.QuotaSettings;
import dev.cartable.quota.model.Traffic;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.quota.model.Usage;
import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.quota.model.UsageAdjustment;
import dev.cartable.quota.model.UserLedger;
import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import dev.cartable.quota.model.WindowKey;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a ledger proves on Saturday 21 November. Events are remembered from the 10th on; of the days before, only their records are
 * left. The cycle began on the 18th at ten o'clock. One byte goes up for every ten that go down.
 */
class LedgerRulesTest {
    private static final UserId JOHN = new UserId("john");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);
    private static final UserLedger.Span SPAN = new UserLedger.Span(CALENDAR, Instant.parse("2026-11-10T00:00:00Z"));
    private static final Instant CYCLE = Instant.parse("2026-11-18T10:00:00Z");
    private static final Assignment OWN =
            new Assignment(new UUID(0, 1), Holder.of(JOHN), new ProfileId(new UUID(0, 2)), CYCLE);

    /** Month 1,111,111; week 1,111; day 1; the cycle is up to 110 before it certainly served, and 1 since. */
    private static UserLedger.Builder events(UserLedger.Builder ledger) {
        return ledger.reported(Instant.parse("2026-11-12T08:00:00Z"), bytes(10_000))
                .reported(Instant.parse("2026-11-16T00:00:00Z"), bytes(1_000))
                .reported(CYCLE.minusNanos(1), bytes(0))
                .reported(CYCLE, bytes(100))
                .reported(CYCLE.plus(QuotaSettings.AHEAD), bytes(10))
                .reported(Instant.parse("2026-11-21T09:00:00Z"), bytes(1));
    }

    private static UserLedger.Builder records(UserLedger.Builder ledger) {
        return ledger.day(LocalDate.of(2026, 10, 31), bytes(7_000_000))
                .day(LocalDate.of(2026, 11, 1), bytes(1_000_000))
                .day(LocalDate.of(2026, 11, 9), bytes(100_000))
                .day(LocalDate.of(2026, 11, 12), bytes(10_000))
                .day(LocalDate.of(2026, 11, 16), bytes(1_000))
                .day(LocalDate.of(2026, 11, 18), bytes(110))
                .day(TODAY, bytes(1));
    }

    private static final Usage RIGHT = usage(1, 1_111, 1_111_111, 111);

    private static UserLedger ledger(Usage usage) {
        return records(events(UserLedger.of(JOHN, SPAN).usage(usage))).build();
    }

    private static TrafficSum bytes(long up) {
        return TrafficSum.of(up, 10 * up);
    }

    private static Traffic traffic(long up) {
        return new Traffic(up, 10 * up);
    }

    private static Usage usage(long day, long week, long month, long cycle) {
        return usage(traffic(day), traffic(week), traffic(month), traffic(cycle));
    }

    private static Usage usage(Traffic day, Traffic week, Traffic month, Traffic cycle) {
        Map<Window, Traffic> used =
                Map.of(Window.DAY, day, Window.WEEK, week, Window.MONTH, month, Window.CYCLE, cycle);
        Usage none = Usage.none(JOHN, OWN, CALENDAR.keys(TODAY).withCycle(CYCLE));
        return none.with(PerWindow.of(window -> new Counter(none.key(window), requireNonNull(used.get(window)))));
    }

    private static Usage with(Window changed, Traffic traffic) {
        return RIGHT.with(PerWindow.of(
                window -> window == changed ? new Counter(RIGHT.key(window), traffic) : RIGHT.counter(window)));
    }

    private static UsageAdjustment adjustment(WindowKey key, TrafficSum amount) {
        return new UsageAdjustment(UUID.randomUUID(), JOHN, key, amount, "cause", "", CYCLE);
    }

    private static List<WrongFigure> faults(UserLedger ledger) {
        return LedgerRules.faults(ledger, RIGHT, true);
    }

    @Test
    void countersThatAreTheSumOfTheirDaysAreRight() {
        UserLedger ledger = ledger(RIGHT);

        assertThat(LedgerRules.faults(ledger, RIGHT, true)).isEmpty();
        assertThat(LedgerRules.faults(ledger, RIGHT, false)).isEmpty();
        assertThat(LedgerRules.overdrawn(ledger, RIGHT)).isEmpty();
        assertThat(LedgerRules.repaired(RIGHT, List.of())).isEqualTo(RIGHT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Window.class,
            names = {"DAY", "WEEK", "MONTH"})
    void aByteMoreOrLessInEitherDirectionIsAFaultOfThatCounterAlone(Window window) {
        Traffic right = RIGHT.traffic(window);
        for (Traffic wrong : List.of(
                new Traffic(right.up() + 1, right.down()),
                new Traffic(right.up() - 1, right.down()),
                new Traffic(right.up(), right.down() + 1),
                new Traffic(right.up(), right.down() - 1))) {
            Usage usage = with(window, wrong);

            List<WrongFigure> faults = LedgerRules.faults(ledger(usage), usage, true);

            assertThat(faults)
                    .containsExactly(
                            new WrongFigure(JOHN, Figure.of(window), usage.key(window), TrafficSum.of(wrong), right));
            assertThat(LedgerRules.repaired(usage, faults)).isEqualTo(RIGHT);
        }
    }

    @Test
    void allWrongCountersAreFoundInTheOrderOfTheirWindowsAndRepairedTogether() {
        Usage usage = usage(2, 1_112, 1_111_112, 112);

        List<WrongFigure> faults = LedgerRules.faults(ledger(usage), usage, true);

        assertThat(faults)
                .extracting(WrongFigure::figure)
                .containsExactly(Figure.DAY, Figure.WEEK, Figure.MONTH, Figure.CYCLE);
        assertThat(LedgerRules.repaired(usage, faults)).isEqualTo(usage(1, 1_111, 1_111_111, 111));
    }

    @Test
    void aDayIsWhatWasReportedOfItAsLongAsItsEventsAreRemembered() {
        LocalDate first = SPAN.firstDay();
        UserLedger.Builder ledger = UserLedger.of(JOHN, SPAN)
                .usage(usage(0, 0, 1, 0))
                .day(first.minusDays(1), bytes(1))
                .day(first, bytes(2))
                .reported(first.plusDays(1), bytes(3))
                .day(first.plusDays(1), bytes(4))
                .reported(first.plusDays(2), bytes(5))
                .reported(first.plusDays(3), bytes(-6))
                .day(first.plusDays(3), bytes(0));

        assertThat(faults(ledger.build()))
                .filteredOn(fault -> fault.figure() == Figure.DAYS)
                .containsExactly(
                        day(first, bytes(2), traffic(0)),
                        day(first.plusDays(1), bytes(4), traffic(3)),
                        day(first.plusDays(2), bytes(0), traffic(5)));
    }

    private static WrongFigure day(LocalDate day, TrafficSum stored, Traffic expected) {
        return new WrongFigure(JOHN, Figure.DAYS, WindowKey.of(Window.DAY, day), stored, expected);
    }

    @Test
    void adjustmentsOfItsWindowCountInACounterAndOthersDoNot() {
        Usage usage = usage(1 + 5, 1_111, 1_111_111, 111 + 9);
        UserLedger ledger = records(events(UserLedger.of(JOHN, SPAN)
                        .usage(usage)
                        .adjusted(adjustment(usage.key(Window.DAY), bytes(5)))
                        .adjusted(adjustment(WindowKey.of(Window.DAY, TODAY.minusDays(1)), bytes(500)))
                        .adjusted(adjustment(usage.key(Window.CYCLE), bytes(9)))
                        .adjusted(adjustment(WindowKey.cycle(CYCLE.plusSeconds(1)), bytes(700)))))
                .build();

        assertThat(LedgerRules.faults(ledger, usage, true)).isEmpty();
    }

    @Test
    void aCounterDoesNotGoBelowNothing() {
        Usage usage = usage(0, 1_111, 1_111_111, 111);
        UserLedger ledger = records(events(UserLedger.of(JOHN, SPAN)
                        .usage(usage)
                        .adjusted(adjustment(usage.key(Window.DAY), TrafficSum.of(-4, -5)))))
                .build();

        assertThat(LedgerRules.faults(ledger, usage, true))
                .containsExactly(
                        new WrongFigure(JOHN, Figure.DAY, usage.key(Window.DAY), TrafficSum.ZERO, new Traffic(0, 5)));
        assertThat(LedgerRules.overdrawn(ledger, usage)).isEqualTo(Map.of(Window.DAY, TrafficSum.of(3, 0)));
    }

    @Test
    void moreWasTakenFromEachWindowThanIsLeftInIt() {
        UserLedger.Builder ledger = events(UserLedger.of(JOHN, SPAN).usage(RIGHT));
        for (Window window : Window.values()) {
            ledger.adjusted(adjustment(RIGHT.key(window), TrafficSum.of(-2_000_000, 0)));
        }

        assertThat(LedgerRules.overdrawn(records(ledger).build(), RIGHT))
                .isEqualTo(Map.of(
                        Window.DAY, TrafficSum.of(2_000_000 - 1, 0),
                        Window.WEEK, TrafficSum.of(2_000_000 - 1_111, 0),
                        Window.MONTH, TrafficSum.of(2_000_000 - 1_111_111, 0),
                        Window.CYCLE, TrafficSum.of(2_000_000 - 111, 0)));
    }

    @Test
    void aCounterAtItsEndCannotBeProvenOnceSomethingWasAddedOrTaken() {
        Usage usage = usage(traffic(0), traffic(0), traffic(0), traffic(0));
        UserLedger.Builder full = UserLedger.of(JOHN, SPAN)
                .usage(usage)
                .reported(TODAY, TrafficSum.of(Traffic.MAX, 3))
                .day(TODAY, TrafficSum.of(Traffic.MAX, 3));

        assertThat(LedgerRules.faults(full.build(), usage, true))
                .as("nothing was adjusted, so they stand at their end; the cycle's own bounds are not known")
                .extracting(WrongFigure::figure, WrongFigure::expected)
                .containsExactly(
                        tuple(Figure.DAY, new Traffic(Traffic.MAX, 3)),
                        tuple(Figure.WEEK, new Traffic(Traffic.MAX, 3)),
                        tuple(Figure.MONTH, new Traffic(Traffic.MAX, 3)));
        full.adjusted(adjustment(usage.key(Window.WEEK), TrafficSum.of(0, -1)));
        assertThat(LedgerRules.faults(full.build(), usage, true))
                .extracting(WrongFigure::figure)
                .containsExactly(Figure.DAY, Figure.MONTH);
    }

    @ParameterizedTest
    @CsvSource({
        "true, 0, 11",
        "true, 10, 11",
        "true, 11, 11",
        "true, 50, 50",
        "true, 111, 111",
        "true, 112, 111",
        "false, 0, 0",
        "false, 10, 10",
        "false, 111, 111",
        "false, 112, 111"
    })
    void aCycleThatServesIsProvenBetweenWhatWasCertainlyUsedInItAndAllSinceItBegan(
            boolean served, long stored, long expected) {
        Usage usage = with(Window.CYCLE, traffic(stored));

        List<WrongFigure> faults = LedgerRules.faults(ledger(usage), usage, served);

        assertThat(LedgerRules.repaired(usage, faults).traffic(Window.CYCLE)).isEqualTo(traffic(expected));
        assertThat(faults).hasSize(stored == expected ? 0 : 1);
    }

    @Test
    void eachDirectionOfACycleIsProvenForItself() {
        Usage usage = with(Window.CYCLE, new Traffic(112, 109));

        assertThat(LedgerRules.faults(ledger(usage), usage, true))
                .extracting(WrongFigure::expected)
                .containsExactly(new Traffic(111, 110));
    }

    @Test
    void whatIsLostIsTheMostThatTheCycleCanBe() {
        Usage fresh = usage(1, 1_111, 1_111_111, 0);

        assertThat(LedgerRules.lost(ledger(fresh), fresh))
                .extracting(WrongFigure::figure, WrongFigure::expected)
                .containsExactly(tuple(Figure.CYCLE, traffic(111)));
        UserLedger nothing = records(events(UserLedger.of(JOHN, SPAN))).build();
        assertThat(LedgerRules.faults(nothing, fresh, true))
                .as("without counters, all of the first day may have been in the cycle")
                .extracting(WrongFigure::figure, WrongFigure::expected)
                .containsExactly(
                        tuple(Figure.DAY, traffic(1)),
                        tuple(Figure.WEEK, traffic(1_111)),
                        tuple(Figure.MONTH, traffic(1_111_111)),
                        tuple(Figure.CYCLE, traffic(111)));
    }

    @Test
    void withoutAnAssignmentNothingIsChargedToACycle() {
        Usage none = Usage.none(JOHN, null, CALENDAR.keys(TODAY));
        UserLedger ledger = events(UserLedger.of(JOHN, SPAN).usage(none)).build();
        Usage some = none.with(PerWindow.of(window -> new Counter(none.key(window), traffic(3))));

        assertThat(LedgerRules.faults(ledger, none, false))
                .extracting(WrongFigure::figure)
                .doesNotContain(Figure.CYCLE);
        assertThat(LedgerRules.overdrawn(ledger, some)).isEmpty();
        assertThat(LedgerRules.faults(UserLedger.of(JOHN, SPAN).usage(some).build(), some, false))
                .filteredOn(fault -> fault.figure() == Figure.CYCLE)
                .extracting(WrongFigure::expected)
                .containsExactly(Traffic.NONE);
    }

    @Test
    void ofACycleThatBeganBeforeEventsAreRememberedTheWholeFirstDayCanBeItsOwn() {
        UserLedger.Span late = new UserLedger.Span(CALENDAR, Instant.parse("2026-11-19T00:00:00Z"));
        UserLedger.Builder ledger = UserLedger.of(JOHN, late)
                .usage(with(Window.CYCLE, traffic(400)))
                .day(LocalDate.of(2026, 11, 17), bytes(7_000))
                .day(LocalDate.of(2026, 11, 18), bytes(300))
                .reported(CYCLE.plusSeconds(3_600), bytes(20))
                .day(LocalDate.of(2026, 11, 19), bytes(40))
                .reported(LocalDate.of(2026, 11, 19), bytes(40));

        assertThat(cycle(ledger, 400)).isEqualTo(traffic(340));
        assertThat(cycle(ledger, 341)).isEqualTo(traffic(340));
        assertThat(cycle(ledger, 340)).isEqualTo(traffic(340));
        assertThat(cycle(ledger, 40)).as("the first day proves nothing").isEqualTo(traffic(40));
        assertThat(cycle(ledger, 39)).isEqualTo(traffic(40));
    }

    private static Traffic cycle(UserLedger.Builder ledger, long stored) {
        Usage usage = with(Window.CYCLE, traffic(stored));
        UserLedger built = ledger.usage(usage).build();
        return LedgerRules.repaired(usage, LedgerRules.faults(built, usage, true))
                .traffic(Window.CYCLE);
    }

    @Test
    void aWindowThatBeganBeforeEventsAreRememberedAddsRecordsUpToThatDayAndReportsFromItOn() {
        LocalDate first = SPAN.firstDay();
        Usage usage = usage(0, 0, 11, 0);
        UserLedger ledger = UserLedger.of(JOHN, SPAN)
                .usage(usage)
                .day(first.minusDays(1), bytes(1))
                .reported(first.minusDays(1), bytes(500))
                .day(first, bytes(10))
                .reported(first, bytes(10))
                .build();

        assertThat(LedgerRules.faults(ledger, usage, false)).isEmpty();
    }

    @Test
    void aWindowThatEndedBeforeEventsAreRememberedIsTheSumOfItsRecords() {
        UserLedger.Span later = new UserLedger.Span(CALENDAR, Instant.parse("2026-11-25T12:00:00Z"));
        Usage usage = usage(1, 3, 7, 0);
        UserLedger ledger = UserLedger.of(JOHN, later)
                .usage(usage)
                .day(LocalDate.of(2026, 11, 15), bytes(4))
                .day(LocalDate.of(2026, 11, 16), bytes(2))
                .day(TODAY, bytes(1))
                .day(LocalDate.of(2026, 11, 23), bytes(900))
                .reported(TODAY, bytes(50))
                .build();

        assertThat(LedgerRules.faults(ledger, usage, false))
                .filteredOn(fault -> fault.figure() != Figure.MONTH && fault.figure() != Figure.CYCLE)
                .isEmpty();
    }
}
