package dev.cartable.task;

import dev.cartable.CartableException;
import dev.cartable.task.model.TaskName;
import java.util.Map;

/** A task may not run here now: this installation sends no messages, or another one uses the database. Nothing was done. */
final class TaskNotPermittedException extends CartableException {
    private static final long serialVersionUID = 1L;

    TaskNotPermittedException(TaskName task) {
        super(
                "TASK_NOT_PERMITTED",
                Map.of("task", task.value()),
                "the task " + task
                        + " may not run here now, because this installation sends no messages or another one uses"
                        + " the database; nothing was done");
    }
}
