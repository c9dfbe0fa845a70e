package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host's configuration says of tasks. What was set at run time goes before it, and it goes before what a task says itself.
 *
 * @param zone where local times are
 * @param changes by task
 * @param silence how long nothing may tick before an alarm is raised. Where that is longer than 15 minutes, as on a machine that ticks
 *     once a day, a slot is on time for as long
 * @param remembered how long the ledger keeps slots that have ended
 */
public record TaskSettings(ZoneId zone, Map<TaskName, Change> changes, Duration silence, Duration remembered) {
    private static final Duration USUAL_SILENCE = Duration.ofMinutes(15);

    public TaskSettings {
        requireNonNull(zone, "zone");
        requireNonNull(silence, "silence");
        requireNonNull(remembered, "remembered");
        changes = Map.copyOf(changes);
    }

    /** No changes; an alarm after 15 minutes without a tick; slots are kept for 90 days. */
    public static TaskSettings of(ZoneId zone) {
        return new TaskSettings(zone, Map.of(), USUAL_SILENCE, Duration.ofDays(90));
    }

    /** The same with a change of one task. */
    public TaskSettings with(TaskName task, Change change) {
        Map<TaskName, Change> more = new HashMap<>(changes);
        more.put(task, change);
        return new TaskSettings(zone, more, silence, remembered);
    }

    /** How late a slot is on time, whatever the grace of its task. */
    Duration onTime() {
        return silence.compareTo(USUAL_SILENCE) > 0 ? silence : Due.ON_TIME;
    }

    Optional<Change> change(TaskName task) {
        return Optional.ofNullable(changes.get(task));
    }

    /**
     * A change of one task; null for what it says itself.
     *
     * @param enabled whether it runs
     * @param schedule when it runs
     * @param zone where its local times are
     */
    public record Change(
            @Nullable Boolean enabled,
            @Nullable Schedule schedule,
            @Nullable ZoneId zone) {}
}
