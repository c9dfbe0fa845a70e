package dev.cartable.task;

import dev.cartable.task.model.TaskName;
import dev.cartable.work.LeaseLostException;
import java.time.Duration;
import java.util.Map;

/** A run has taken longer than it may: it writes nothing any more. What it had committed stands. */
final class HardLimitException extends LeaseLostException {
    private static final long serialVersionUID = 1L;

    HardLimitException(TaskName task, Duration limit) {
        super(
                "RUN_TOO_LONG",
                Map.of("task", task.value(), "limit", limit.toString()),
                "the run of the task " + task + " has taken longer than " + limit
                        + "; this chunk was undone, the ones before it stand. It is run again to finish");
    }
}
