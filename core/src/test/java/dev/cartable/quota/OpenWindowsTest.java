package dev.cartable.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenWindowsTest {
    private static final List<String> ZONES =
            List.of("Europe/Paris", "Asia/Beirut", "Pacific/Apia", "America/Havana", "America/St_Johns");

    static List<String> zones() {
        return ZONES;
    }

    private final Random random = new Random(7);

    @ParameterizedTest
    @MethodSource("zones")
    void openWindowsAreThoseOfEveryInstantThatTheyCover(String zone) {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of(zone));
        Instant first = Instant.parse("2006-01-01T00:00:00Z");
        for (int i = 0; i < 20_000; i++) {
            assertSameForAllThatAreCovered(calendar, first.plusSeconds(random.nextInt(20 * 365 * 86_400)), List.of());
        }
    }

    /** In St John's, clocks went back from one minute past midnight until 2011, so that a minute of the next day came first. */
    @ParameterizedTest
    @MethodSource("zones")
    void theyAreSoAroundEachChangeOfClocks(String zone) {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of(zone));
        ZoneRules rules = calendar.zone().getRules();
        for (ZoneOffsetTransition change = rules.nextTransition(Instant.parse("2006-01-01T00:00:00Z"));
                change != null && change.getInstant().isBefore(Instant.parse("2026-01-01T00:00:00Z"));
                change = rules.nextTransition(change.getInstant())) {
            Instant at = change.getInstant();
            List<Instant> around = LongStream.of(-90_000, -3_600, -30, 0, 30, 3_540, 3_600, 90_000)
                    .mapToObj(at::plusSeconds)
                    .toList();
            around.forEach(one -> assertSameForAllThatAreCovered(calendar, one, around));
        }
    }

    private void assertSameForAllThatAreCovered(WindowCalendar calendar, Instant at, List<Instant> others) {
        OpenWindows open = OpenWindows.of(calendar, at);
        assertThat(open.covers(at)).isTrue();
        long length = Duration.between(open.from(), open.until()).toNanos();
        Stream.concat(
                        LongStream.of(0, length - 1, (long) (random.nextDouble() * length))
                                .mapToObj(nanos -> open.from().plusNanos(nanos)),
                        others.stream().filter(open::covers))
                .forEach(other -> {
                    assertThat(open.covers(other)).isTrue();
                    assertThat(open.keys()).as("%s and %s", at, other).isEqualTo(calendar.keys(other));
                    for (Window window : new Window[] {Window.DAY, Window.WEEK, Window.MONTH}) {
                        assertThat(open.end(window))
                                .as("%s of %s", window, other)
                                .isEqualTo(calendar.end(window, other));
                    }
                });
        assertThat(open.covers(open.until())).isFalse();
        assertThat(open.covers(open.from().minusNanos(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Africa/Conakry, 2026-11-21T10:00:00Z, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "UTC, 2026-11-21T00:00:00Z, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "Europe/Paris, 2026-11-21T10:00:00Z, 2026-11-20T23:00:00Z, 2026-11-21T23:00:00Z",
        "Europe/Paris, 2026-10-25T00:30:00Z, 2026-10-24T22:00:00Z, 2026-10-25T01:00:00Z",
        "Europe/Paris, 2026-10-25T01:00:00Z, 2026-10-25T01:00:00Z, 2026-10-25T23:00:00Z"
    })
    void theyCoverTheDayOrThePartOfItWithOneOffset(String zone, Instant at, Instant from, Instant until) {
        OpenWindows open = OpenWindows.of(WindowCalendar.of(ZoneId.of(zone)), at);

        assertThat(open.from()).isEqualTo(from);
        assertThat(open.until()).isEqualTo(until);
        assertThatIllegalArgumentException().isThrownBy(() -> open.end(Window.CYCLE));
    }
}
