package dev.cartable.audit.internal;

import dev.cartable.audit.port.AuditStores;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.util.Optional;

/** What {@link dev.cartable.audit.AuditTrail} is made of. A part that the host has not given is named when it is asked for. */
public interface AuditParts {
    /** The transactions of all contexts. */
    UnitOfWork transactions();

    AuditStores auditStores();

    Optional<HostKey> hostKey();

    /** Values about people may have been removed from older entries, since they were kept long enough. */
    Instant auditKeptSince();
}
