package dev.cartable.quota.port;

import dev.cartable.work.WorkStores;

/** Profiles, and the use of the network. Each call returns the same store. */
public interface QuotaStores extends WorkStores {
    ProfileStore profiles();

    UsageStore usage();

    SessionStore sessions();

    UsageLedger usageLedger();

    UsageStatistics usageStatistics();

    MigrationStore migrations();
}
