package dev.cartable.quota.port;

import static java.util.Objects.requireNonNull;

/** What the use cases of sessions share. All of one resource: a store refuses another's transaction. */
public record SessionPorts(QuotaPorts quota, SessionStore sessions, UsageLedger ledger) {
    public SessionPorts {
        requireNonNull(quota, "quota");
        requireNonNull(sessions, "sessions");
        requireNonNull(ledger, "ledger");
    }
}
