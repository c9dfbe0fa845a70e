package dev.cartable.task.port;

import dev.cartable.task.model.Occurrence;
import dev.cartable.task.model.TaskLedger;
import dev.cartable.task.model.TaskName;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the ledger of occurrences. Safe for use by several threads and nodes. */
public interface OccurrenceStoreReader {
    /** All tasks that were ever seen, and the last tick. One statement, since every tick asks. */
    TaskLedger ledger();

    /** One occurrence, by the key of its slot. */
    Optional<Occurrence> find(TaskName task, String slot);

    /**
     * What has run or was missed, the slot that was due last first, read on demand. Close the stream.
     *
     * @param task null for all
     */
    Stream<Occurrence> history(@Nullable TaskName task);
}
