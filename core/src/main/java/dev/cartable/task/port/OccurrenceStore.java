package dev.cartable.task.port;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskName;
import dev.cartable.task.model.TaskSetting;
import dev.cartable.task.model.TaskState;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The ledger of occurrences: one row for each slot of a task, unique by task and slot. It decides, whichever engine ticks. Safe for use
 * by several threads and nodes.
 */
public interface OccurrenceStore extends OccurrenceStoreReader {
    /** Notes tasks that are seen for the first time; those that are known stay as they are. */
    void register(Tx tx, Collection<TaskSetting> settings);

    /** Reads a task and locks it until the transaction ends. Empty if it was never seen. */
    Optional<TaskState> lock(Tx tx, TaskName task);

    /** Writes what was changed about a task that is known. */
    void save(Tx tx, TaskSetting setting);

    /**
     * Writes a slot that was never written.
     *
     * @return false if it was; then nothing is written
     */
    boolean add(Tx tx, Occurrence occurrence);

    /** Writes a slot that was written before, as it is now. */
    void update(Tx tx, Occurrence occurrence);

    /** Notes that a node has ticked. An earlier time than the one that is known changes nothing. */
    void ticked(Tx tx, Instant now);

    /**
     * Deletes occurrences that have ended before a time; the last slot of each task stays.
     *
     * @param max how many at most
     * @return how many
     */
    int forget(Tx tx, Instant before, int max);
}
