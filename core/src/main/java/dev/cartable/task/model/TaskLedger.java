package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of all tasks.
 *
 * @param tasks those that were ever seen
 * @param lastTick when a node has ticked last, by that node's clock; null if none ever has
 */
public record TaskLedger(
        Map<TaskName, TaskState> tasks, @Nullable Instant lastTick) {
    public TaskLedger {
        tasks = Map.copyOf(tasks);
    }

    /**
     * What the ledger knows of a task.
     *
     * @param last the slot of its schedule that is due last of those that were begun or missed, of equal times the one with the greatest
     *     key; null if there is none. Runs by hand do not count.
     */
    public record TaskState(TaskSetting setting, @Nullable Occurrence last) {
        public TaskState {
            requireNonNull(setting, "setting");
        }
    }

    /**
     * What was changed about a task at run time, and since when it is known.
     *
     * @param since slots that were due until then are not run: when the task was first seen or switched on again, or the database was
     *     restored
     * @param idle the last slot that had no work; null if there is none
     * @param enabled whether it runs; null for what the properties say
     * @param schedule when it runs; null for what the properties say
     * @param zone where its local times are; null for what the properties say
     */
    public record TaskSetting(
            TaskName task,
            Instant since,
            @Nullable Instant idle,
            @Nullable Boolean enabled,
            @Nullable Schedule schedule,
            @Nullable ZoneId zone) {
        public TaskSetting {
            requireNonNull(task, "task");
            requireNonNull(since, "since");
        }

        /** A task that is seen for the first time. */
        public static TaskSetting firstSeen(TaskName task, Instant now) {
            return new TaskSetting(task, now, null, null, null, null);
        }

        /** The same, switched on or off. Slots that were due until {@code since} are not run. */
        public TaskSetting withEnabled(boolean on, Instant since) {
            return new TaskSetting(task, since, idle, on, schedule, zone);
        }

        /** The same, with its slots settled until {@code since}. */
        public TaskSetting withSince(Instant since) {
            return new TaskSetting(task, since, idle, enabled, schedule, zone);
        }

        /** The same after a slot without work. */
        public TaskSetting withIdle(Instant slot) {
            return new TaskSetting(task, since, slot, enabled, schedule, zone);
        }

        /** Until when all slots are settled that were not begun. */
        public Instant settled() {
            return idle == null || idle.isBefore(since) ? since : idle;
        }

        /** The same with another schedule; null for what the properties say. */
        public TaskSetting withSchedule(@Nullable Schedule schedule, @Nullable ZoneId zone) {
            return new TaskSetting(task, since, idle, enabled, schedule, zone);
        }
    }
}
