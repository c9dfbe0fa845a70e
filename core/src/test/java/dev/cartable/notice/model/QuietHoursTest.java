package dev.cartable.notice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static void assertEnd(String hours, String at, String end) {
        assertThat(QuietHours.parse(hours, PARIS).endAfter(Instant.parse(at)))
                .map(Instant::toString)
                .hasValue(end);
    }

    private static void assertOpen(String hours, String at) {
        assertThat(QuietHours.parse(hours, PARIS).endAfter(Instant.parse(at))).isEmpty();
    }

    @Test
    void theyGoOnAfterMidnight() {
        assertOpen("21:00-07:00", "2026-11-21T19:59:59Z");
        assertEnd("21:00-07:00", "2026-11-21T20:00:00Z", "2026-11-22T06:00:00Z");
        assertEnd("21:00-07:00", "2026-11-22T05:59:59Z", "2026-11-22T06:00:00Z");
        assertOpen("21:00-07:00", "2026-11-22T06:00:00Z");
    }

    @Test
    void theyMayBeOnOneDay() {
        assertEnd("12:00-14:00", "2026-11-21T11:30:00Z", "2026-11-21T13:00:00Z");
        assertOpen("12:00-14:00", "2026-11-21T10:59:59Z");
        assertOpen("12:00-14:00", "2026-11-21T13:00:00Z");
    }

    @Test
    void aTimeThatTheDaySkipsCountsAsTheFirstOneAfterIt() {
        assertEnd("23:00-02:30", "2026-03-28T22:30:00Z", "2026-03-29T01:30:00Z");
        assertOpen("23:00-02:30", "2026-03-29T01:30:00Z");
    }

    @Test
    void theyAreReadAsTheyAreWritten() {
        assertThat(QuietHours.parse(" 21:00 – 07:30 ", PARIS))
                .isEqualTo(new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 30), PARIS))
                .hasToString("21:00-07:30");
        for (String wrong : new String[] {"", "21h-7h", "21:00", "21:00-07:00-09:00", "25:00-07:00"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> QuietHours.parse(wrong, PARIS))
                    .withMessageContaining("21:00-07:00");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuietHours.parse("07:00-07:00", PARIS))
                .withMessageContaining("no length");
    }
}
