package dev.cartable.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.quota.model.Window;
import dev.cartable.quota.model.WindowCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenWindowsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Paris", "Asia/Beirut", "Pacific/Apia", "America/Havana", "America/St_Johns"})
    void openWindowsAreThoseOfEveryInstantThatTheyCover(String zone) {
        WindowCalendar calendar = WindowCalendar.of(ZoneId.of(zone));
        Random random = new Random(7);
        Instant first = Instant.parse("2006-01-01T00:00:00Z");
        for (int i = 0; i < 20_000; i++) {
            Instant at = first.plusSeconds(random.nextInt(20 * 365 * 86_400));
            OpenWindows open = OpenWindows.of(calendar, at);
            assertThat(open.covers(at)).isTrue();
            long length = Duration.between(open.from(), open.until()).toNanos();
            for (long nanos : new long[] {0, length - 1, (long) (random.nextDouble() * length)}) {
                Instant other = open.from().plusNanos(nanos);
                assertThat(open.covers(other)).isTrue();
                assertThat(open.keys()).as("%s and %s", at, other).isEqualTo(calendar.keys(other));
                for (Window window : new Window[] {Window.DAY, Window.WEEK, Window.MONTH}) {
                    assertThat(open.end(window)).as("%s of %s", window, other).isEqualTo(calendar.end(window, other));
                }
            }
            assertThat(open.covers(open.until())).isFalse();
            assertThat(open.covers(open.from().minusNanos(1))).isFalse();
        }
    }
}
