package dev.cartable.task.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.TaskName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an engine calls. Safe for use by several threads. */
public interface Ticker {
    /** The names of the tasks. */
    List<TaskName> tasks();

    /** What is due now, and what is due next. Also notes that this node ticks: call it at least once a minute. */
    List<Time> look();

    /** Runs a task if it is due. Does not throw because the task fails; throws what the stores throw. */
    void tick(TaskName task);

    /** What the time is for tasks. */
    Instant now();

    /**
     * When a task runs.
     *
     * @param isDue whether it is due now
     * @param next when it is due after that, as far as is known; null if never
     */
    record Time(TaskName task, boolean isDue, @Nullable Instant next) {
        public Time {
            requireNonNull(task, "task");
        }
    }
}
