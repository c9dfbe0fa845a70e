package dev.cartable.audit.port;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail. Entries are appended and never changed, but that an erasure takes people out of them. Safe for use by several threads
 * and nodes.
 */
public interface AuditStore extends AuditStoreReader {
    /** The end of the trail, locked until the transaction ends: others who append wait. */
    End lock(Tx tx);

    /** Appends an entry and saves the new end, in one step. Call {@link #lock} first in the transaction. */
    void append(Tx tx, AuditEntry entry, AuditHead end);

    /**
     * Takes a person out of all entries: gives them a pseudonym where they acted, and takes away from where; puts other subjects in the
     * place of those that name the person; takes away the salts of both, and notes which entry says so.
     *
     * @param names what the person may be called where they acted
     * @param subjects what entries may be about, with what stands there instead
     * @param erasedBy the number of the entry that says that the person was erased
     */
    Erased erase(Tx tx, Collection<String> names, String pseudonym, Map<String, String> subjects, long erasedBy);

    /**
     * The end of the trail.
     *
     * @param saved as it was saved
     * @param last the entry with the greatest number; null if there is none
     */
    record End(AuditHead saved, @Nullable AuditEntry last) {
        public End {
            requireNonNull(saved, "saved");
        }
    }

    /**
     * How many entries a person was taken out of.
     *
     * @param actors where the person had acted
     * @param subjects that were about the person
     */
    record Erased(long actors, long subjects) {}
}
