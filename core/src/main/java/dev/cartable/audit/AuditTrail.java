package dev.cartable.audit;

import static java.util.Objects.requireNonNull;

import dev.cartable.audit.internal.AuditParts;
import dev.cartable.audit.model.AuditEntry;
import dev.cartable.audit.model.AuditFilter;
import dev.cartable.audit.model.AuditHead;
import dev.cartable.audit.model.TrailReport;
import dev.cartable.work.internal.Deed;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, when, from where, and what became of it: plans that were approved, edits, resets, restores, erasures, exports that were
 * read. All contexts write it in the transaction of the deed itself. Entries hold ids and numbers, no names or addresses of those whom a deed is
 * about. Safe for use by several threads.
 */
public final class AuditTrail {
    private static final int AT_ONCE = 500;

    private final AuditParts parts;

    /** Hosts get it from {@code Cartable}. */
    @SuppressWarnings("exports") // made by Cartable alone
    public AuditTrail(AuditParts parts) {
        this.parts = requireNonNull(parts, "parts");
    }

    /** Proves that the trail is as it was recorded, as {@link #verify(AuditHead)} does without an earlier end. */
    public TrailReport verify() {
        return verify(null);
    }

    /**
     * Proves that the trail is as it was recorded, and names the first entry that is not. A person who can write to the database and has
     * not the host's key is found, whatever they change, delete, insert or cut off; one exception is a trail that was put back as a whole
     * to an earlier state, end and all, which only an end that was noted outside the database finds. A restore of a backup does just
     * that, and says so by an entry of the deed {@code database.restore}, whose count {@code replaced} and digest are the end of the trail
     * before. Entries may be added meanwhile.
     *
     * @param noted an end that was noted earlier; null for none
     */
    public TrailReport verify(@Nullable AuditHead noted) {
        return new VerifyTrail(parts.auditStores().audit(), parts.hostKey().orElse(null), parts.auditKeptSince())
                .run(noted);
    }

    /** The end of the trail. Noted outside the database, it is what a later {@link #verify(AuditHead)} compares with. */
    public AuditHead head() {
        return parts.auditStores().audit().head();
    }

    /** All entries in the order in which they were recorded, read on demand. */
    public Stream<AuditEntry> entries() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Entries(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** Records that all entries are about to be read for a file. */
    public void noteExport() {
        parts.transactions().run(tx -> Deed.of("audit.export").record(parts.transactions(), tx));
    }

    /**
     * Entries, the last one first.
     *
     * @param before only those with a smaller number; {@link Long#MAX_VALUE} for the last ones
     * @param max how many at most
     */
    public List<AuditEntry> list(AuditFilter filter, long before, int max) {
        return parts.auditStores().audit().before(before, filter, max);
    }

    private final class Entries implements Iterator<AuditEntry> {
        private Iterator<AuditEntry> page = List.<AuditEntry>of().iterator();
        private long last;

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                page = parts.auditStores().audit().after(last, AT_ONCE).iterator();
            }
            return page.hasNext();
        }

        @Override
        public AuditEntry next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the trail has no further entry");
            }
            AuditEntry next = page.next();
            last = next.number();
            return next;
        }
    }
}
