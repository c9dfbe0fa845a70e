package dev.cartable.quickstart;

import dev.cartable.alert.port.AlertStore;
import dev.cartable.alert.port.AlertStores;
import dev.cartable.work.Leases;
import dev.cartable.work.UnitOfWork;
import java.time.InstantSource;

/**
 * A host's own group of stores: alerts, and the transactions and leases of the database that they are in. The other groups that a
 * {@code Cartable} is given have to be over the same database.
 */
final class HostAlertStores implements AlertStores {
    private final HostDatabase database = new HostDatabase();
    private final HostAlertStore alerts = new HostAlertStore(database);
    private final HostLeases leases;

    HostAlertStores(InstantSource clock) {
        this.leases = new HostLeases(database, clock);
    }

    @Override
    public UnitOfWork unitOfWork() {
        return database;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }
}
