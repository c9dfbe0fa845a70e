package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
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
}
