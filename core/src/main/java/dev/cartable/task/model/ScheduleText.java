package dev.cartable.task.model;

import dev.cartable.task.model.Schedule.InvalidScheduleException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads the text form of schedules. */
final class ScheduleText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

    private ScheduleText() {}

    static Schedule parse(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        List<String> rest = words.subList(1, words.size());
        try {
            return switch (words.get(0).toLowerCase(Locale.ROOT)) {
                case "daily" ->
                    new Schedule.Daily(rest.stream()
                            .flatMap(times -> Stream.of(times.split(",")))
                            .map(ScheduleText::time)
                            .toList());
                case "weekly" -> {
                    requireWords(rest, 2);
                    yield new Schedule.Weekly(day(rest.get(0)), time(rest.get(1)));
                }
                case "monthly" -> {
                    requireWords(rest, 2);
                    yield new Schedule.Monthly(Integer.parseInt(rest.get(0)), time(rest.get(1)));
                }
                case "every" -> {
                    requireWords(rest, 1);
                    yield new Schedule.Every(Duration.parse("PT" + rest.get(0).toUpperCase(Locale.ROOT)));
                }
                default -> new Schedule.Cron(text);
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new InvalidScheduleException(text, e);
        }
    }

    private static void requireWords(List<String> words, int count) {
        if (words.size() != count) {
            throw new IllegalArgumentException(words.size() + " words, not " + count);
        }
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static LocalTime time(String text) {
        return LocalTime.parse(text, TIME);
    }
}
