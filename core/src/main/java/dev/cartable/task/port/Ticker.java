package dev.cartable.task.port;

import dev.cartable.task.model.TaskName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What an engine calls. Safe for use by several threads. */
public interface Ticker {
    /** The tasks, in their order. */
    Set<TaskName> tasks();

    /** Runs every task that is due, one after the other. Never throws for a task that fails. */
    void tick();

    /** Runs a task if it is due. Never throws because the task fails. */
    void tick(TaskName task);

    /** When a task is due next, as far as is known now; empty if it is off. May be in the past. */
    Optional<Instant> nextAt(TaskName task);

    /** What the time is for tasks. */
    Instant now();
}
