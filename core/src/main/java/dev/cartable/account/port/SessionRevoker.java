package dev.cartable.account.port;

import dev.cartable.account.model.AccountId;

/**
 * Ends the sessions that a host has open for an account. Called after the commit that changed the password or closed the
 * account; a host that compares the credential's revision at each request needs none.
 */
@FunctionalInterface
public interface SessionRevoker {
    void revoke(AccountId account);
}
