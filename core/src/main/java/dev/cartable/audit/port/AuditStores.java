package dev.cartable.audit.port;

import dev.cartable.work.WorkStores;

/** The store of the audit trail. Each call returns the same store. Safe for use by several threads. */
public interface AuditStores extends WorkStores {
    AuditStore audit();
}
