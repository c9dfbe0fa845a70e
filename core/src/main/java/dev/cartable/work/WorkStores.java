package dev.cartable.work;

/** What every group of stores has: the transactions that all its stores take, and leases. Safe for use by several threads. */
public interface WorkStores {
    /** The transactions of all stores of the group. Those of another resource are refused. */
    UnitOfWork unitOfWork();

    /** Leases by the clock of the resource. */
    Leases leases();
}
