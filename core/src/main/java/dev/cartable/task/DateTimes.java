package dev.cartable.task;

import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.model.Schedule;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Times that come in periods: days, weeks or months. */
final class DateTimes implements LocalTimes {
    private final Function<LocalDate, LocalDate> periodOf;
    private final UnaryOperator<LocalDate> next;
    private final UnaryOperator<LocalDate> previous;
    private final Function<LocalDate, List<Time>> times;

    private DateTimes(
            Function<LocalDate, LocalDate> periodOf,
            UnaryOperator<LocalDate> next,
            UnaryOperator<LocalDate> previous,
            Function<LocalDate, List<Time>> times) {
        this.periodOf = periodOf;
        this.next = next;
        this.previous = previous;
        this.times = times;
    }

    static LocalTimes of(Schedule.Daily daily) {
        return new DateTimes(date -> date, date -> date.plusDays(1), date -> date.minusDays(1), date -> {
            List<Time> day = new ArrayList<>();
            for (LocalTime time : daily.times()) {
                day.add(new Time(date.atTime(time), day.isEmpty() ? date.toString() : date + "." + (day.size() + 1)));
            }
            return day;
        });
    }

    static LocalTimes of(Schedule.Weekly weekly) {
        return new DateTimes(
                date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                monday -> monday.plusWeeks(1),
                monday -> monday.minusWeeks(1),
                monday -> List.of(new Time(
                        monday.with(TemporalAdjusters.nextOrSame(weekly.day())).atTime(weekly.time()),
                        String.format(
                                Locale.ROOT,
                                "%d-W%02d",
                                monday.get(IsoFields.WEEK_BASED_YEAR),
                                monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)))));
    }

    static LocalTimes of(Schedule.Monthly monthly) {
        return new DateTimes(
                date -> date.withDayOfMonth(1), first -> first.plusMonths(1), first -> first.minusMonths(1), first -> {
                    YearMonth month = YearMonth.from(first);
                    LocalDate day = month.atDay(Math.min(monthly.day(), month.lengthOfMonth()));
                    return List.of(new Time(day.atTime(monthly.time()), month.toString()));
                });
    }

    @Override
    public Optional<Time> atOrBefore(LocalDateTime time) {
        LocalDate period = periodOf.apply(time.toLocalDate());
        Optional<Time> here = times.apply(period).stream()
                .filter(candidate -> !candidate.at().isAfter(time))
                .reduce((earlier, later) -> later);
        return here.or(() -> times.apply(previous.apply(period)).stream().reduce((earlier, later) -> later));
    }

    @Override
    public Optional<Time> after(LocalDateTime time) {
        LocalDate period = periodOf.apply(time.toLocalDate());
        Optional<Time> here = times.apply(period).stream()
                .filter(candidate -> candidate.at().isAfter(time))
                .findFirst();
        return here.or(() -> times.apply(next.apply(period)).stream().findFirst());
    }
}
