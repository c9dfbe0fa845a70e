package dev.cartable.school.port;

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

    /**
     * Of these absences, those that have an accepted excuse, by their ids: what the {@linkplain
     * dev.cartable.school.model.Absence#statement() statement} was before it was accepted. Empty where absences are the host's own.
     */
    Map<String, String> acceptedExcuses(Collection<String> ids);
}
