package dev.cartable.task.model;

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
}
