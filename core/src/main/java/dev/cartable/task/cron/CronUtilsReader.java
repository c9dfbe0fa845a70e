package dev.cartable.task.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.cartable.task.internal.LocalTimes;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads Unix cron expressions with cron-utils. The library is asked about times of the wall clock alone, as if it never changed: what
 * a zone makes of them is decided elsewhere. Safe for use by several threads.
 */
public final class CronUtilsReader implements Function<String, LocalTimes> {
    private final CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    @Override
    public LocalTimes apply(String expression) {
        try {
            return new CronTimes(ExecutionTime.forCron(parse(expression)));
        } catch (IllegalArgumentException e) {
            throw new InvalidScheduleException(expression, e);
        }
    }

    private Cron parse(String expression) {
        return parser.parse(expression).validate();
    }

    private record CronTimes(ExecutionTime times) implements LocalTimes {
        @Override
        public Optional<Time> atOrBefore(LocalDateTime time) {
            // The library looks for a time strictly before, to the second.
            return times.lastExecution(at(time.plusSeconds(1).withNano(0))).map(CronTimes::time);
        }

        @Override
        public Optional<Time> after(LocalDateTime time) {
            return times.nextExecution(at(time)).map(CronTimes::time);
        }

        private static ZonedDateTime at(LocalDateTime time) {
            return time.atZone(ZoneOffset.UTC);
        }

        private static Time time(ZonedDateTime time) {
            LocalDateTime local = time.toLocalDateTime();
            return new Time(local, local.toString());
        }
    }
}
