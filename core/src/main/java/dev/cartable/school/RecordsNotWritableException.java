package dev.cartable.school;

import dev.cartable.CartableException;
import dev.cartable.school.port.RecordStore;
import java.util.Map;

/** A relation of records is a view over the host's own tables, or is not there, so nothing can be imported into it. */
final class RecordsNotWritableException extends CartableException {
    private static final long serialVersionUID = 1L;

    RecordsNotWritableException(RecordStore.Relation relation) {
        super(
                "RECORDS_NOT_WRITABLE",
                Map.of("relation", relation.name()),
                "the school's relations are views over the host's own tables, so that nothing can be imported ("
                        + relation
                        + "); nothing was written. Change the host's data instead: Cartable reads it at once");
    }
}
