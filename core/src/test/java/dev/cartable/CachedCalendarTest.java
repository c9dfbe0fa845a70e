package dev.cartable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.SchoolCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedCalendarTest {
    private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

    private Instant now = Instant.parse("2026-09-01T08:00:00Z");
    private SchoolCalendar stored = SchoolCalendar.empty();
    private int readings;
    private final CachedCalendar calendar = new CachedCalendar(
            () -> () -> {
                readings++;
                return stored;
            },
            () -> now);

    @Test
    void theCalendarIsReadOnceAMinute() {
        assertThat(calendar.calendar().termAt(DAY)).isEmpty();
        stored = SchoolCalendar.of(List.of(new CalendarPeriod(CalendarPeriod.Type.TERM, "1", DAY, DAY)));

        now = now.plusSeconds(59);
        assertThat(calendar.calendar().termAt(DAY)).isEmpty();
        assertThat(readings).isOne();

        now = now.plusSeconds(1);
        assertThat(calendar.calendar().termAt(DAY)).isPresent();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepItLonger() {
        calendar.calendar();
        now = now.minusSeconds(3_600);
        calendar.calendar();

        assertThat(readings).isEqualTo(2);
    }
}
