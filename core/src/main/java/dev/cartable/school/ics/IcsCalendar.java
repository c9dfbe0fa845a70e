package dev.cartable.school.ics;

import static java.util.Objects.requireNonNull;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.DurationProperty;
import biweekly.property.RecurrenceRule;
import biweekly.property.ValuedProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.cartable.school.model.CalendarPeriod;
import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holidays in an iCalendar file (RFC 5545): its events of whole days, of which {@code DTEND} is the first day behind. Events with a time
 * and cancelled ones are left out. One that repeats itself is a holiday each time, within this century; one that does so more than 400
 * times is an error. Needs the library biweekly. Immutable, and safe for use by several threads.
 */
public final class IcsCalendar implements RecordSource<CalendarPeriod> {
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2099, 12, 31);
    private static final int MOST_TIMES = 400;
    private static final int LONGEST_NAME = 255;

    private final Path file;

    private IcsCalendar(Path file) {
        this.file = requireNonNull(file, "file");
    }

    /** The holidays of a file. Nothing is read yet. */
    public static IcsCalendar open(Path file) {
        return new IcsCalendar(file);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void read(Sink<CalendarPeriod> sink) {
        String fileName = String.valueOf(file.getFileName());
        List<String> lines = IcsFile.lines(file);
        int[] begins = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).strip().equalsIgnoreCase("BEGIN:VEVENT"))
                .toArray();
        int event = 0;
        for (ICalendar calendar : Biweekly.parse(String.join("\r\n", lines)).all()) {
            for (VEvent one : calendar.getEvents()) {
                long line = event < begins.length ? begins[event] + 1L : 0;
                event++;
                new Event(one, new Origin(fileName, line, 1, "DTSTART", null), sink).read();
            }
        }
    }

    /** One event of a file. */
    private record Event(VEvent event, Origin origin, Sink<CalendarPeriod> sink) {
        void read() {
            LocalDate first = day(event.getDateStart());
            if (first == null || (event.getStatus() != null && event.getStatus().isCancelled())) {
                return;
            }
            String summary =
                    event.getSummary() == null ? "" : event.getSummary().getValue();
            String name = summary == null ? "" : summary.replaceAll("\\s+", " ").strip();
            LocalDate behind = behind(first);
            if (name.isEmpty()) {
                error("SUMMARY", "MISSING_VALUE", Map.of());
            } else if (name.length() > LONGEST_NAME) {
                error("SUMMARY", "TOO_LONG", Map.of("limit", String.valueOf(LONGEST_NAME)));
            } else if (behind.isBefore(first)) {
                error("DTEND", "BAD_PERIOD", Map.of("from", first.toString(), "to", behind.toString()));
            } else {
                holidays(name, first, Math.max(1, ChronoUnit.DAYS.between(first, behind)));
            }
        }

        /** The day of a date without a time; null if there is none, or it has a time. */
        private static @Nullable LocalDate day(@Nullable ValuedProperty<ICalDate> property) {
            ICalDate date = property == null ? null : property.getValue();
            return date == null || date.hasTime() ? null : day(date);
        }

        /** As it stands there: the instant that the library makes of it depends on the zone of the machine. */
        private static LocalDate day(ICalDate date) {
            DateTimeComponents parts = date.getRawComponents();
            return parts == null
                    ? LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC)
                    : LocalDate.of(parts.getYear(), parts.getMonth(), parts.getDate());
        }

        private LocalDate behind(LocalDate first) {
            LocalDate end = day(event.getDateEnd());
            DurationProperty duration = event.getDuration();
            return end != null
                    ? end
                    : duration == null || duration.getValue() == null
                            ? first.plusDays(1)
                            : first.plusDays(duration.getValue().toMillis() / (24 * 60 * 60 * 1_000L));
        }

        private void holidays(String name, LocalDate first, long days) {
            RecurrenceRule rule = event.getRecurrenceRule();
            if (rule == null) {
                if (first.isBefore(FIRST) || first.isAfter(LAST)) {
                    error("DTSTART", "FAR_DATE", Map.of("date", first.toString()));
                } else {
                    holiday(name, first, days);
                }
                return;
            }
            Set<LocalDate> times = times(rule, first);
            if (times.size() > MOST_TIMES) {
                error("RRULE", "ENDLESS_EVENT", Map.of());
            } else {
                times.stream().sorted().forEach(day -> holiday(name, day, days));
            }
        }

        /** The days on which it begins, one more than there may be at most. */
        private Set<LocalDate> times(RecurrenceRule rule, LocalDate first) {
            Set<LocalDate> except = new HashSet<>();
            event.getExceptionDates().forEach(dates -> dates.getValues().forEach(date -> except.add(day(date))));
            Set<LocalDate> times = new HashSet<>();
            ICalDate start =
                    new ICalDate(Date.from(first.atStartOfDay(ZoneOffset.UTC).toInstant()), false);
            DateIterator dates = rule.getDateIterator(start, TimeZone.getTimeZone("UTC"));
            while (dates.hasNext() && times.size() <= MOST_TIMES) {
                LocalDate day = LocalDate.ofInstant(dates.next().toInstant(), ZoneOffset.UTC);
                if (day.isAfter(LAST)) {
                    break;
                }
                if (!day.isBefore(FIRST) && !except.contains(day)) {
                    times.add(day);
                }
            }
            return times;
        }

        private void holiday(String name, LocalDate first, long days) {
            sink.record(new CalendarPeriod(CalendarPeriod.Type.HOLIDAY, name, first, first.plusDays(days - 1)), origin);
        }

        private void error(String property, String code, Map<String, String> facts) {
            sink.error(new RowError(origin.file(), origin.line(), property, code, facts));
        }
    }
}
