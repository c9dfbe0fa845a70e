package dev.cartable.task;

import dev.cartable.task.model.Slot;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;

/** One run of a task, as the task sees it. Used by the thread that runs the task. */
public interface TaskRun {
    /** The slot that is run. */
    Slot slot();

    /** How often the slot was begun, from 1. */
    int attempt();

    /** When the run has to come to an end. */
    Instant until();

    /**
     * Whether to come to an end now: {@link #until} is over, or the process is stopping. Each further transaction of Cartable's ends
     * the run by itself; work that does no transactions asks here, and returns.
     */
    boolean mustStop();

    /** Says that not all is done: the run goes on at the next tick. */
    void leaveUnfinished();

    /** Transactions that are written only while the run holds its lease. */
    UnitOfWork unitOfWork();
}
