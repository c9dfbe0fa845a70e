package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.EmailAddress;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Schedule.InvalidScheduleException;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What runs by itself, and when.
 *
 * @param enabled Whether this application ticks: runs the tasks that are due, and sends messages right after the commit that
 *     queued them. Several nodes may. It does so on threads of its own, so that it includes cartable.any-thread.
 * @param engine What calls the ticks.
 * @param executor Bean name of the Executor whose threads the tasks run on, such as applicationTaskExecutor. Without it, threads of Cartable's
 *     own: virtual ones where spring.threads.virtual.enabled says so.
 * @param patience How long the application waits at its end for tasks that are running.
 * @param alarmsTo E-mail address of an administrator, who is notified of each kind of alarm about each task once a day: nothing ran,
 *     a task failed or missed its time, messages were not sent. The log has every alarm in any case.
 * @param each What is changed about a task, by its name: cartable.tasks.each.alert-check.schedule (such as every 30m), .enabled and .zone.
 */
public record TaskProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("auto") Engine engine,
        @Nullable String executor,
        @DefaultValue("30s") Duration patience,
        @Nullable String alarmsTo,
        @DefaultValue Map<String, Each> each) {
    public TaskProperties {
        requireNonNull(engine, "engine");
        CartableProperties.positive("cartable.tasks.patience", patience);
        executor = executor == null || executor.isBlank() ? null : executor;
        alarmsTo = alarmsTo == null || alarmsTo.isBlank() ? null : alarmsTo;
        if (alarmsTo != null) {
            String address = alarmsTo;
            CartableProperties.checked("cartable.tasks.alarms-to", () -> EmailAddress.of(address));
        }
        each = Map.copyOf(each);
        each.forEach((name, change) -> CartableProperties.checked(
                "cartable.tasks.each." + name, () -> settings(TaskSettings.of(ZoneOffset.UTC), name, change)));
    }

    TaskSettings settings(TaskSettings defaults) {
        TaskSettings settings = defaults;
        for (Map.Entry<String, Each> one : each.entrySet()) {
            settings = settings(settings, one.getKey(), one.getValue());
        }
        return settings;
    }

    private static TaskSettings settings(TaskSettings settings, String name, Each change) {
        try {
            return settings.with(
                    new TaskName(name),
                    new TaskSettings.Change(
                            change.enabled(),
                            change.schedule() == null ? null : Schedule.parse(change.schedule()),
                            change.zone()));
        } catch (InvalidScheduleException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What calls the ticks. */
    public enum Engine {
        /** db-scheduler if cartable-db-scheduler is there, and Cartable's own thread otherwise. */
        AUTO,
        /** A thread of Cartable's own, and one for each task that runs. */
        EXECUTOR,
        /** The application's TaskScheduler. */
        SPRING,
        /** db-scheduler, over the shared database. */
        DB_SCHEDULER
    }

    /**
     * What is changed about a task.
     *
     * @param enabled Whether it runs.
     * @param schedule When it runs: daily 08:00, weekly sunday 09:00, monthly 1 00:00, every 15m, or five cron fields.
     * @param zone Time zone of its local times. Without it, the school's.
     */
    public record Each(
            @Nullable Boolean enabled,
            @Nullable String schedule,
            @Nullable ZoneId zone) {}
}
