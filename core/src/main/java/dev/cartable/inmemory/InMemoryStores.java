package dev.cartable.inmemory;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;

/**
 * All stores in memory over one unit of work: for a first try and for the tests of host applications. Nothing outlives the
 * process. Safe for use by several threads.
 */
public final class InMemoryStores {
    private final InMemoryUnitOfWork unitOfWork = new InMemoryUnitOfWork();
    private final InMemoryLeases leases;
    private final InMemoryAccounts accounts = new InMemoryAccounts(unitOfWork);
    private final InMemoryActivations activations = new InMemoryActivations(unitOfWork);
    private final InMemoryUsernameLedger usernames = new InMemoryUsernameLedger(unitOfWork);
    private final InMemoryTombstones tombstones = new InMemoryTombstones(unitOfWork);
    private final InMemoryOutbox outbox;
    private final InMemoryInbox inbox = new InMemoryInbox(unitOfWork);
    private final InMemoryTemplates templates = new InMemoryTemplates(unitOfWork);

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

    public InMemoryUnitOfWork unitOfWork() {
        return unitOfWork;
    }

    public InMemoryLeases leases() {
        return leases;
    }

    public InMemoryAccounts accounts() {
        return accounts;
    }

    public InMemoryActivations activations() {
        return activations;
    }

    public InMemoryUsernameLedger usernames() {
        return usernames;
    }

    public InMemoryTombstones tombstones() {
        return tombstones;
    }

    public InMemoryOutbox outbox() {
        return outbox;
    }

    public InMemoryInbox inbox() {
        return inbox;
    }

    public InMemoryTemplates templates() {
        return templates;
    }
}
