package dev.cartable.account.port;

import dev.cartable.work.WorkStores;

/** Accounts of parents, and what guards them. Each call returns the same store. */
public interface AccountStores extends WorkStores {
    AccountStore accounts();

    Activations activations();

    UsernameLedger usernames();

    Tombstones tombstones();

    HostKeyStore hostKeys();

    FailedSignIns failedSignIns();
}
