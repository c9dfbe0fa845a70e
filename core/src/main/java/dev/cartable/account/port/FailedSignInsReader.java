package dev.cartable.account.port;

import dev.cartable.account.model.SignInLimit.FailedAttempts;

/** Reads counters of wrong passwords. Safe for use by several threads. */
interface FailedSignInsReader {
    /** What is counted under this key now, without a lock. Writes nothing. */
    FailedAttempts of(String key);
}
