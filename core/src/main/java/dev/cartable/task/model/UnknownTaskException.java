package dev.cartable.task.model;

import dev.cartable.CartableException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** There is no task of that name. Nothing was done. */
public class UnknownTaskException extends CartableException {
    private static final long serialVersionUID = 1L;

    /**
     * A task was named that there is not.
     *
     * @param known the tasks that there are
     */
    public UnknownTaskException(String task, Collection<TaskName> known) {
        super(
                "UNKNOWN_TASK",
                Map.of("task", task, "known", names(known)),
                "there is no task '" + task + "'; nothing was done. The tasks are: " + names(known));
    }

    private static String names(Collection<TaskName> known) {
        return known.stream().map(TaskName::value).collect(Collectors.joining(", "));
    }
}
