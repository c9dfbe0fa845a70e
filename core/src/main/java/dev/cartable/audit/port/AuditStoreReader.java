package dev.cartable.audit.port;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import java.util.List;

/** Reads the audit trail. Safe for use by several threads. */
interface AuditStoreReader {
    /** The end of the trail as it was saved; {@link AuditHead#none()} if none was. */
    AuditHead head();

    /**
     * Entries in the order of their numbers.
     *
     * @param number those after this one
     * @param max how many at most
     */
    List<AuditEntry> after(long number, int max);

    /**
     * Entries, the last one first.
     *
     * @param number those before this one
     * @param max how many at most
     */
    List<AuditEntry> before(long number, AuditFilter filter, int max);
}
