package dev.cartable.task.port;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger.TaskSetting;
import dev.cartable.task.model.TaskLedger.TaskState;
import dev.cartable.task.model.TaskName;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The ledger of occurrences: one row for each slot of a task, unique by task and slot. It decides, whichever engine ticks. Safe for use
 * by several threads and nodes.
 */
public interface OccurrenceStore extends OccurrenceStoreReader {
    /** Writes tasks that are seen for the first time; those that are known stay as they are. */
    void register(Tx tx, Collection<TaskSetting> settings);

    /**
     * Locks a task until the transaction ends, and reads it: also what another transaction has committed while this one waited. Readers
     * do not wait. Empty if the task was never seen; then nothing is locked.
     */
    Optional<TaskState> lock(Tx tx, TaskName task);

    /** Overwrites what was changed about a task. Does nothing if the task was never seen. */
    void save(Tx tx, TaskSetting setting);

    /**
     * Writes a slot that was never written, or was forgotten. Of several transactions that do so at once, one succeeds; the others wait
     * for its end.
     *
     * @return false if it is there; then nothing is written
     */
    boolean add(Tx tx, Occurrence occurrence);

    /** Overwrites a slot with what it is now. Does nothing if it was never written. */
    void update(Tx tx, Occurrence occurrence);

    /** Writes that a node has ticked. An earlier time than the one that is known changes nothing. */
    void ticked(Tx tx, Instant now);

    /**
     * Deletes occurrences that were due before a time, and have ended before it or never ended, since their process died. The last slot of
     * each task, which {@link #ledger} shows, always stays.
     *
     * @param before longer ago than the longest run, so that none is under way
     * @param max how many at most
     * @return how many
     */
    int forget(Tx tx, Instant before, int max);
}
