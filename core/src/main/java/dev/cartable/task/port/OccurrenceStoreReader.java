package dev.cartable.task.port;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskName;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the ledger of occurrences. Safe for use by several threads and nodes. */
interface OccurrenceStoreReader {
    /**
     * All tasks that were ever seen, each with its last slot, and the last tick. One statement, so that it is one view of the data and
     * costs a tick one round trip, however many slots there are.
     */
    TaskLedger ledger();

    /** One occurrence, by the key of its slot. */
    Optional<Occurrence> find(TaskName task, String slot);

    /**
     * What has run or was missed, runs by hand too, read on demand: the slot that was due last comes first; of those that were due at the
     * same time, the greatest name of a task, then the greatest key. Close the stream.
     *
     * @param task null for all
     */
    Stream<Occurrence> history(@Nullable TaskName task);
}
