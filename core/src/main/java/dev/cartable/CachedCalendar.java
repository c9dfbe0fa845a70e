package dev.cartable;

import dev.cartable.school.model.SchoolCalendar;
import dev.cartable.school.port.CalendarSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A calendar that is read again after a minute: quotas ask for the term each time that use is counted, and rules for each candidate. */
final class CachedCalendar implements CalendarSource {
    private static final Duration AGE = Duration.ofMinutes(1);

    private final Supplier<CalendarSource> source;
    private final InstantSource time;
    private volatile @Nullable Read read;

    CachedCalendar(Supplier<CalendarSource> source, InstantSource time) {
        this.source = source;
        this.time = time;
    }

    private record Read(SchoolCalendar calendar, Instant at) {}

    @Override
    public SchoolCalendar calendar() {
        Instant now = time.instant();
        Read last = read;
        if (last == null || now.isBefore(last.at) || !now.isBefore(last.at.plus(AGE))) {
            last = new Read(source.get().calendar(), now);
            read = last;
        }
        return last.calendar;
    }
}
