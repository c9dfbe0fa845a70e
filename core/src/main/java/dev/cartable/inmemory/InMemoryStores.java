package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import dev.cartable.Stores;
import dev.cartable.privacy.port.PersonalData;
import dev.cartable.privacy.port.RetentionStore;
import java.time.InstantSource;

/**
 * All stores in memory over one unit of work: for a first try and for the tests of host applications. Nothing outlives the
 * process. Safe for use by several threads.
 */
public final class InMemoryStores implements Stores {
    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final InMemoryLeases leases;
    private final InMemoryAccounts accounts = new InMemoryAccounts(unitOfWork);
    private final InMemoryActivations activations = new InMemoryActivations(unitOfWork);
    private final InMemoryUsernameLedger usernames = new InMemoryUsernameLedger(unitOfWork);
    private final InMemoryTombstones tombstones = new InMemoryTombstones(unitOfWork);
    private final InMemoryHostKeys hostKeys = new InMemoryHostKeys(unitOfWork, activations, tombstones, usernames);
    private final InMemoryFailedSignIns failedSignIns = new InMemoryFailedSignIns(unitOfWork);
    private final InMemorySchool school = new InMemorySchool(unitOfWork);
    private final InMemoryUsers users = new InMemoryUsers(unitOfWork, school);
    private final InMemoryProfiles profiles = new InMemoryProfiles(unitOfWork);
    private final InMemoryUsage usage = new InMemoryUsage(unitOfWork, users, profiles);
    private final InMemorySessions sessions = new InMemorySessions(unitOfWork);
    private final InMemoryUsageLedger usageLedger = new InMemoryUsageLedger(unitOfWork, usage, sessions);
    private final InMemoryUsageStatistics usageStatistics = new InMemoryUsageStatistics(unitOfWork, users, usage);
    private final InMemoryMigrations migrations = new InMemoryMigrations(unitOfWork, usage);
    private final InMemoryOutbox outbox;
    private final InMemoryInbox inbox = new InMemoryInbox(unitOfWork);
    private final InMemoryTemplates templates = new InMemoryTemplates(unitOfWork);
    private final InMemoryAlerts alerts = new InMemoryAlerts(unitOfWork);
    private final PersonalData personalData = new InMemoryPersonalData(this);
    private final RetentionStore retention = new InMemoryRetention(this);

    /**
     * Empty stores.
     *
     * @param clock the stores' own clock, by which leases and claims run out
     */
    public InMemoryStores(InstantSource clock) {
        requireNonNull(clock, "clock");
        this.leases = new InMemoryLeases(unitOfWork, clock);
        this.outbox = new InMemoryOutbox(unitOfWork, clock);
    }

    @Override
    public InMemoryUnitOfWork unitOfWork() {
        return unitOfWork;
    }

    @Override
    public InMemoryLeases leases() {
        return leases;
    }

    @Override
    public InMemoryAccounts accounts() {
        return accounts;
    }

    @Override
    public InMemoryActivations activations() {
        return activations;
    }

    @Override
    public InMemoryUsernameLedger usernames() {
        return usernames;
    }

    @Override
    public InMemoryTombstones tombstones() {
        return tombstones;
    }

    @Override
    public InMemoryHostKeys hostKeys() {
        return hostKeys;
    }

    @Override
    public InMemoryFailedSignIns failedSignIns() {
        return failedSignIns;
    }

    @Override
    public InMemoryOutbox outbox() {
        return outbox;
    }

    @Override
    public InMemoryInbox inbox() {
        return inbox;
    }

    @Override
    public InMemoryTemplates templates() {
        return templates;
    }

    @Override
    public InMemorySchool roster() {
        return school;
    }

    @Override
    public InMemorySchool rosterStore() {
        return school;
    }

    @Override
    public InMemoryUsers users() {
        return users;
    }

    @Override
    public InMemoryUsers userStore() {
        return users;
    }

    @Override
    public InMemoryProfiles profiles() {
        return profiles;
    }

    @Override
    public InMemoryUsage usage() {
        return usage;
    }

    @Override
    public InMemorySessions sessions() {
        return sessions;
    }

    @Override
    public InMemoryUsageLedger usageLedger() {
        return usageLedger;
    }

    @Override
    public InMemoryUsageStatistics usageStatistics() {
        return usageStatistics;
    }

    @Override
    public InMemoryMigrations migrations() {
        return migrations;
    }

    @Override
    public InMemoryAlerts alerts() {
        return alerts;
    }

    @Override
    public PersonalData personalData() {
        return personalData;
    }

    @Override
    public RetentionStore retention() {
        return retention;
    }
}
