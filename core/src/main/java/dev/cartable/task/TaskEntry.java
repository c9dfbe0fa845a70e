package dev.cartable.task;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.TaskName;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stands now.
 *
 * @param enabled whether it runs by its schedule
 * @param changed whether that or the schedule was changed at run time
 * @param nextAt when its next slot is due, or a retry; null if it is off
 * @param lastRun the slot that was begun or missed last; null if there is none
 */
public record TaskEntry(
        TaskName name,
        Schedule schedule,
        ZoneId zone,
        boolean enabled,
        boolean changed,
        @Nullable Instant nextAt,
        @Nullable Occurrence lastRun) {
    public TaskEntry {
        requireNonNull(name, "name");
        requireNonNull(schedule, "schedule");
        requireNonNull(zone, "zone");
    }
}
