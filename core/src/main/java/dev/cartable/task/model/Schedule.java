package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.CartableException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When a task runs, in the local time of its zone, or at an interval. Its text form is what settings hold: {@code daily 08:00 18:30},
 * {@code weekly sunday 09:00}, {@code monthly 1 00:00}, {@code every 15m}, or the five fields of a cron expression.
 */
public sealed interface Schedule {
    /** Every day at these times, to the minute. */
    static Schedule daily(LocalTime... times) {
        return new Daily(Arrays.asList(times));
    }

    /** Once a week. */
    static Schedule weekly(DayOfWeek day, LocalTime time) {
        return new Weekly(day, time);
    }

    /** Once a month; where the month is shorter than {@code day}, on its last day. */
    static Schedule monthly(int day, LocalTime time) {
        return new Monthly(day, time);
    }

    /** At the multiples of an interval since the epoch. */
    static Schedule every(Duration interval) {
        return new Every(interval);
    }

    /**
     * By the five fields of a Unix cron expression, in local time. Needs the library cron-utils.
     *
     * @throws InvalidScheduleException if there are not five
     */
    static Schedule cron(String expression) {
        return new Cron(expression);
    }

    /**
     * Reads the text form.
     *
     * @throws InvalidScheduleException if it is none
     */
    static Schedule parse(String text) {
        return ScheduleText.parse(text);
    }

    /** The text form. */
    @Override
    String toString();

    /** Every day at one or more times, in their order. Slots: the local date, with {@code .2} and so on for all but the first. */
    record Daily(List<LocalTime> times) implements Schedule {
        public Daily {
            times = times.stream().map(Schedule::minute).distinct().sorted().toList();
            if (times.isEmpty()) {
                throw new IllegalArgumentException("a daily schedule needs at least one time");
            }
        }

        @Override
        public String toString() {
            return "daily " + times.stream().map(LocalTime::toString).collect(Collectors.joining(" "));
        }
    }

    /** Once a week. Slot: the ISO week. */
    record Weekly(DayOfWeek day, LocalTime time) implements Schedule {
        public Weekly {
            requireNonNull(day, "day");
            time = minute(time);
        }

        @Override
        public String toString() {
            return "weekly " + day.name().toLowerCase(Locale.ROOT) + " " + time;
        }
    }

    /** Once a month, on this day or the month's last. Slot: the month. */
    record Monthly(int day, LocalTime time) implements Schedule {
        public Monthly {
            if (day < 1 || day > 31) {
                throw new IllegalArgumentException("day " + day + " of a month is not 1 to 31");
            }
            time = minute(time);
        }

        @Override
        public String toString() {
            return "monthly " + day + " " + time;
        }
    }

    /** At an interval of whole seconds, up to a day. Slot: the instant. */
    record Every(Duration interval) implements Schedule {
        public Every {
            if (interval.compareTo(Duration.ofSeconds(1)) < 0
                    || interval.compareTo(Duration.ofDays(1)) > 0
                    || interval.toNanosPart() != 0) {
                throw new IllegalArgumentException(
                        "interval " + interval + " is not one of whole seconds, from a second to a day");
            }
        }

        @Override
        public String toString() {
            return "every " + interval.toString().substring(2).toLowerCase(Locale.ROOT);
        }
    }

    /** By a cron expression. Slot: the local time. */
    record Cron(String expression) implements Schedule {
        static final int FIELDS = 5;

        public Cron {
            expression = expression.strip().replaceAll("\\s+", " ");
            int fields = expression.split(" ", -1).length;
            if (fields != FIELDS) {
                throw new InvalidScheduleException(
                        expression, new IllegalArgumentException(fields + " fields, not " + FIELDS));
            }
        }

        @Override
        public String toString() {
            return expression;
        }
    }

    private static LocalTime minute(LocalTime time) {
        if (time.getSecond() != 0 || time.getNano() != 0) {
            throw new IllegalArgumentException("time " + time + " is not to the minute");
        }
        return time;
    }

    /** A text is no schedule. Nothing was changed. */
    class InvalidScheduleException extends CartableException {
        private static final long serialVersionUID = 1L;

        /**
         * No schedule could be read.
         *
         * @param text what was given
         */
        public InvalidScheduleException(String text, Throwable cause) {
            super(
                    "INVALID_SCHEDULE",
                    Map.of("schedule", text),
                    "'" + text + "' is no schedule; nothing was changed. Write it as one of these: daily 08:00 18:30;"
                            + " weekly sunday 09:00; monthly 1 00:00; every 15m; or five cron fields such as 30 7 * * 1-5",
                    cause);
        }
    }
}
