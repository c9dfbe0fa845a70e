package dev.cartable.quota.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cartable.quota.model.Usage.Counter;
import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of windows, their counters and spans. */
class WindowKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final UserId JOHN = new UserId("john");

    private static final WindowKeys TODAY = new WindowKeys(
            WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 21)),
            WindowKey.of(Window.WEEK, LocalDate.of(2026, 11, 16)),
            WindowKey.of(Window.MONTH, LocalDate.of(2026, 11, 1)),
            null);

    @Test
    void windowKeysOfOneKindAreInOrderAndOthersCannotBeCompared() {
        WindowKey monday = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 16));
        WindowKey cycle = WindowKey.cycle(NOW);

        assertThat(monday).isLessThan(TODAY.day());
        assertThat(TODAY.day()).isGreaterThan(monday).isEqualByComparingTo(WindowKey.of(Window.DAY, "2026-11-21"));
        assertThat(cycle).isLessThan(WindowKey.cycle(NOW.plusNanos(1))).isEqualByComparingTo(WindowKey.cycle(NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> monday.compareTo(TODAY.week()))
                .withMessageContaining("DAY:2026-11-16 and WEEK:2026-11-16");
        assertThatIllegalArgumentException().isThrownBy(() -> monday.compareTo(cycle));
        assertThatIllegalArgumentException().isThrownBy(() -> cycle.compareTo(monday));
        assertThatIllegalStateException().isThrownBy(cycle::firstDay).withMessageContaining(NOW.toString());
        assertThatIllegalStateException().isThrownBy(monday::start).withMessageContaining("DAY:2026-11-16");
    }

    @Test
    void aWindowKeyIsReadAsItIsWritten() {
        for (WindowKey key : List.of(TODAY.day(), TODAY.week(), TODAY.month(), WindowKey.cycle(NOW))) {
            assertThat(WindowKey.parse(key.toString())).isEqualTo(key);
            assertThat(WindowKey.of(key.window(), key.value())).isEqualTo(key);
        }
        assertThat(TODAY.day()).hasToString("DAY:2026-11-21");
        assertThat(WindowKey.cycle(NOW)).hasToString("CYCLE:2026-11-21T10:00:00Z");
        assertThat(TODAY.of(Window.CYCLE)).isNull();
        assertThat(TODAY.withCycle(null)).isEqualTo(TODAY);
        assertThat(TODAY.withCycle(NOW).of(Window.CYCLE)).isEqualTo(WindowKey.cycle(NOW));
    }

    @ParameterizedTest
    @CsvSource({"DAY, 2026-02-01", "WEEK, 2026-02-07", "MONTH, 2026-02-28"})
    void aDatedWindowIsFollowedByTheNextOfItsKind(Window window, LocalDate next) {
        assertThat(new WindowKey.Dated(window, LocalDate.of(2026, 1, 31)).next())
                .isEqualTo(next);
    }

    @Test
    void aCounterOfALaterWindowStaysAndOneOfAnEarlierIsOver() {
        Counter counter = new Counter(TODAY.day(), new Traffic(5, 6));
        WindowKey tomorrow = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 22));
        WindowKey yesterday = WindowKey.of(Window.DAY, LocalDate.of(2026, 11, 20));

        assertThat(counter.in(tomorrow)).isEqualTo(Traffic.NONE);
        assertThat(counter.in(TODAY.day())).isEqualTo(new Traffic(5, 6));
        assertThat(counter.in(yesterday)).isEqualTo(new Traffic(5, 6));
        assertThat(counter.plus(tomorrow, TrafficSum.of(1, 1))).isEqualTo(new Counter(tomorrow, new Traffic(1, 1)));
        assertThat(counter.plus(TODAY.day(), TrafficSum.of(-7, 1)))
                .isEqualTo(new Counter(TODAY.day(), new Traffic(0, 7)));
        assertThat(counter.plus(yesterday, TrafficSum.of(1, 1))).isEqualTo(counter);
    }

    @Test
    void anAdjustmentOfNothingNotesAnArrivalInACycleAlone() {
        WindowKey cycle = WindowKey.cycle(NOW);

        assertThat(Stream.of(
                        adjustment(cycle, 0, 0),
                        adjustment(cycle, 1, 0),
                        adjustment(cycle, 0, -1),
                        adjustment(TODAY.day(), 0, 0)))
                .extracting(UsageAdjustment::isArrival)
                .containsExactly(true, false, false, false);
    }

    private static UsageAdjustment adjustment(WindowKey key, long up, long down) {
        return new UsageAdjustment(new UUID(0, 4), JOHN, key, TrafficSum.of(up, down), "", "", NOW);
    }

    @Test
    void aSpanContainsItsStartAndNotItsEnd() {
        WindowCalendar.Span span = new WindowCalendar.Span(NOW, NOW.plusSeconds(1));

        assertThat(span.contains(NOW)).isTrue();
        assertThat(span.contains(NOW.minusNanos(1))).isFalse();
        assertThat(span.contains(NOW.plusSeconds(1))).isFalse();
        assertThat(new WindowCalendar.Span(NOW, null).contains(Instant.MAX)).isTrue();
    }
}
