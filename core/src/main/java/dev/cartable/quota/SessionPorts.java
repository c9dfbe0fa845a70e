package dev.cartable.quota;

import static java.util.Objects.requireNonNull;

import dev.cartable.quota.port.SessionStore;
import dev.cartable.quota.port.UsageLedger;

/** What the use cases of sessions share. All of one resource: a store refuses another's transaction. */
record SessionPorts(QuotaPorts quota, SessionStore sessions, UsageLedger ledger) {
    SessionPorts {
        requireNonNull(quota, "quota");
        requireNonNull(sessions, "sessions");
        requireNonNull(ledger, "ledger");
    }
}
