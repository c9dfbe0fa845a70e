package dev.cartable.task;

import dev.cartable.task.model.Schedule;
import dev.cartable.task.model.Slot;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskPolicy;
import dev.cartable.work.Counts;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;

/** Work that is done by a schedule. A host adds its own with one class. Its runs follow one another, on all nodes together. */
public interface Task {
    /** Its name in settings and commands. */
    TaskName name();

    /** When it runs, unless the configuration or a person says otherwise. */
    Schedule schedule();

    /** What becomes of slots that cannot run as planned. */
    default TaskPolicy policy() {
        return TaskPolicy.defaults();
    }

    /** Whether each node does the work for itself, such as writing what it holds in memory. Otherwise each slot runs once on all nodes. */
    default boolean onEachNode() {
        return false;
    }

    /**
     * Whether messages may leave or be queued because of it. If so, it does not run where the setting {@code speak} is false. Where
     * another installation speaks, or two disagree, no task runs, except what each node does for itself without this.
     */
    default boolean speaks() {
        return false;
    }

    /**
     * Whether there is anything to do. Asked once when a slot is due, so it has to be cheap. A slot without work is over: it has no row in
     * the ledger and does not count as missed, and work that comes later waits for the next slot.
     */
    default boolean hasWork() {
        return true;
    }

    /**
     * Does the work. What it writes through Cartable, or through {@link Run#unitOfWork}, is written only while the run holds its
     * lease. It may be run again for the same slot, after a failure or a crash.
     *
     * @return what was done
     * @throws Exception if it has failed; it is tried again as its policy says
     */
    Counts run(Run run) throws Exception;

    /** One run of a task, as the task sees it. Used by the thread that runs the task. */
    interface Run {
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

        /**
         * Says that long work without transactions goes on, such as the copying of files: keeps the lease, and may be called often. Ends the
         * run as a transaction does, if it has to come to an end or has lost its lease.
         */
        void progressed();

        /**
         * As {@link #progressed()}, and lets people see how far the run is: the ledger shows these counts until it ends. May be called
         * often; most calls write nothing.
         */
        void progressed(Counts soFar);

        /** Says that not all is done: the run goes on at the next tick. */
        void leaveUnfinished();

        /** Transactions that are written only while the run holds its lease. */
        UnitOfWork unitOfWork();
    }
}
