package dev.cartable.school.port;

import dev.cartable.school.model.WeeklyPlan;
import java.util.Collection;
import java.util.Map;

/** Says which records there are and which can be imported. Safe for use by several threads. */
interface RecordStoreReader {
    /**
     * Whether a relation can be read; false where the host defines the relations as views, and has not defined this one. Its port
     * then throws an error that contains the view to write.
     */
    boolean available(RecordStore.Relation relation);

    /** Whether a relation can be written; false where the host defined it as a view over its own tables. */
    boolean writable(RecordStore.Relation relation);

    /** The stored plans with these ids, by id. */
    Map<String, WeeklyPlan> weeklyPlans(Collection<String> ids);
}
