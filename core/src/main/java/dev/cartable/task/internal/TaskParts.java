package dev.cartable.task.internal;

import dev.cartable.task.Task;
import dev.cartable.task.TaskSettings;
import dev.cartable.task.port.Alarms;
import dev.cartable.task.port.TaskStores;
import dev.cartable.work.internal.RunTransactions;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** What {@link dev.cartable.task.Tasks} is made of. A part that the host has not given is named when it is asked for. */
public interface TaskParts {
    TaskStores taskStores();

    /** The transactions of all contexts. */
    RunTransactions transactions();

    /** Cartable's own tasks and the host's. */
    List<Task> tasks();

    /** Whether a task that is due may run on this installation now. */
    boolean permits(Task task);

    TaskSettings taskSettings();

    /** Reads cron expressions; throws {@link dev.cartable.task.model.Schedule.InvalidScheduleException} for a text that is none. */
    Function<String, LocalTimes> cron();

    Alarms alarms();

    /**
     * Begins what runs beside an engine for as long as it ticks, such as sending messages right after the commit that queued them.
     *
     * @return ends it
     */
    Runnable beside();

    InstantSource time();
}
