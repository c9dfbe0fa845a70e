package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a ledger adds up of a cycle that began on 18 November at ten o'clock. */
class UserLedgerTest {
    private static final UserId JOHN = new UserId("john");
    private static final WindowCalendar CALENDAR = WindowCalendar.of(ZoneOffset.UTC);
    private static final UserLedger.Span SPAN = new UserLedger.Span(CALENDAR, Instant.parse("2026-11-01T00:00:00Z"));
    private static final Instant CYCLE = Instant.parse("2026-11-18T10:00:00Z");
    private static final Assignment OWN =
            new Assignment(new UUID(0, 1), Holder.of(JOHN), new ProfileId(new UUID(0, 2)), CYCLE);
    private static final Usage USAGE =
            Usage.none(JOHN, OWN, CALENDAR.keys(LocalDate.of(2026, 11, 21)).withCycle(CYCLE));

    private static UserLedger.Builder ledger() {
        return UserLedger.of(JOHN, SPAN).usage(USAGE);
    }

    private static TrafficSum bytes(long up) {
        return TrafficSum.of(up, 0);
    }

    private static UsageAdjustment adjustment(WindowKey key, long up, Instant at) {
        return new UsageAdjustment(UUID.randomUUID(), JOHN, key, bytes(up), "", "", at);
    }

    @Test
    void theHeadOfACycleIsWhatWasReportedOfItsFirstDaySinceItBegan() {
        UserLedger ledger = ledger().reported(CYCLE.minusNanos(1), bytes(1))
                .reported(CYCLE, bytes(10))
                .reported(Instant.parse("2026-11-18T23:59:59Z"), bytes(100))
                .reported(Instant.parse("2026-11-19T00:00:00Z"), bytes(1_000))
                .build();

        assertThat(ledger.cycleHead()).isEqualTo(bytes(110));
        assertThat(ledger.reported())
                .containsEntry(LocalDate.of(2026, 11, 18), bytes(111))
                .containsEntry(LocalDate.of(2026, 11, 19), bytes(1_000));
    }

    @Test
    void aDayThatIsReportedAsAWholeIsInTheHeadOfTheCycleThatBeganOnIt() {
        UserLedger ledger = ledger().reported(LocalDate.of(2026, 11, 17), bytes(1))
                .reported(LocalDate.of(2026, 11, 18), bytes(10))
                .reported(LocalDate.of(2026, 11, 19), bytes(100))
                .build();

        assertThat(ledger.cycleHead()).isEqualTo(bytes(10));
        assertThat(ledger.servedHead()).as("nobody knows when on the day").isEqualTo(TrafficSum.ZERO);
    }

    @Test
    void aUserIsCertainlyServedFiveMinutesAfterTheCycleBegan() {
        UserLedger ledger = ledger().reported(CYCLE.plusSeconds(299), bytes(1))
                .reported(CYCLE.plusSeconds(300), bytes(10))
                .reported(Instant.parse("2026-11-19T00:00:00Z"), bytes(100))
                .build();

        assertThat(ledger.servedSince()).isEqualTo(CYCLE);
        assertThat(ledger.servedDay()).isEqualTo(LocalDate.of(2026, 11, 18));
        assertThat(ledger.servedHead()).isEqualTo(bytes(10));
    }

    @Test
    void theLatestArrivalInTheCycleIsSinceWhenAUserIsServed() {
        Instant later = Instant.parse("2026-11-19T08:00:00Z");
        WindowKey cycle = WindowKey.cycle(CYCLE);
        UserLedger ledger = ledger().adjusted(adjustment(cycle, 0, later))
                .adjusted(adjustment(cycle, 0, later.minusSeconds(60)))
                .adjusted(adjustment(cycle, 7, later.plusSeconds(60)))
                .adjusted(adjustment(WindowKey.cycle(CYCLE.plusSeconds(1)), 0, later.plusSeconds(60)))
                .adjusted(adjustment(USAGE.key(Window.DAY), 0, later.plusSeconds(60)))
                .reported(later.plusSeconds(299), bytes(1))
                .reported(later.plusSeconds(300), bytes(10))
                .build();

        assertThat(ledger.servedSince()).isEqualTo(later);
        assertThat(ledger.servedHead()).isEqualTo(bytes(10));
        assertThat(ledger.adjusted(cycle)).isEqualTo(bytes(7));
        assertThat(ledger.adjusted(USAGE.key(Window.WEEK))).isEqualTo(TrafficSum.ZERO);
    }

    @Test
    void aCounterThatNoUsageHoldsIsShownAsItStands() {
        UserLedger ledger = ledger().stored(Window.DAY, bytes(-5)).build();

        assertThat(ledger.stored(Window.DAY)).isEqualTo(bytes(-5));
        assertThat(ledger.stored(Window.WEEK)).isEqualTo(TrafficSum.ZERO);
        assertThat(UserLedger.of(JOHN, SPAN).build().stored(Window.DAY)).isEqualTo(TrafficSum.ZERO);
    }
}
