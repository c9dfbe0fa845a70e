package dev.cartable.task.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

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
