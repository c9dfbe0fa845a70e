package dev.cartable.account.port;

import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.work.Tx;

/**
 * Counts sign-ins with a wrong password, so that passwords cannot be guessed by trying (NIST SP
 * 800-63B, 5.2.2). Keys are keyed hashes of usernames, also of unknown ones. Safe for use by several threads and
 * nodes.
 */
public interface FailedSignIns extends FailedSignInsReader {
    /**
     * What is counted under this key, locked until the transaction ends. If there is nothing yet, an empty count is made and
     * locked, so that a second caller waits in that case too.
     */
    FailedAttempts lock(Tx tx, String key);

    /** Overwrites what is counted under a locked key. */
    void put(Tx tx, String key, FailedAttempts attempts);

    /** Forgets the key; does nothing if it is not there. */
    void clear(Tx tx, String key);
}
