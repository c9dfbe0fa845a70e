package dev.cartable;

import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.account.port.Tombstones;
import dev.cartable.account.port.UsernameLedger;
import dev.cartable.alert.port.AlertStore;
import dev.cartable.notice.port.Inbox;
import dev.cartable.notice.port.Outbox;
import dev.cartable.notice.port.TemplateStore;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.privacy.port.RetentionStore;
import dev.cartable.quota.port.MigrationStore;
import dev.cartable.quota.port.ProfileStore;
import dev.cartable.quota.port.SessionStore;
import dev.cartable.quota.port.UsageLedger;
import dev.cartable.quota.port.UsageStatistics;
import dev.cartable.quota.port.UsageStore;
import dev.cartable.school.port.Roster;
import dev.cartable.school.port.RosterStore;
import dev.cartable.school.port.UserStore;
import dev.cartable.school.port.Users;
import dev.cartable.work.HostKeyStore;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;

/**
 * A set of stores over one resource, as a host gives it to the builder. All of them take the transactions of this
 * {@link #unitOfWork()} and of no other; each call returns the same store. Safe for use by several threads.
 */
public interface Stores {
    UnitOfWork unitOfWork();

    Leases leases();

    AccountStore accounts();

    Activations activations();

    UsernameLedger usernames();

    Tombstones tombstones();

    HostKeyStore hostKeys();

    FailedSignIns failedSignIns();

    Outbox outbox();

    Inbox inbox();

    TemplateStore templates();

    Roster roster();

    RosterStore rosterStore();

    Users users();

    UserStore userStore();

    ProfileStore profiles();

    UsageStore usage();

    SessionStore sessions();

    UsageLedger usageLedger();

    MigrationStore migrations();

    UsageStatistics usageStatistics();

    AlertStore alerts();

    PersonalData personalData();

    RetentionStore retention();
}
