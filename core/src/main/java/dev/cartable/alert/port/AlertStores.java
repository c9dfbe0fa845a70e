package dev.cartable.alert.port;

import dev.cartable.work.WorkStores;

/** Alerts, and where they fired. Each call returns the same store. */
public interface AlertStores extends WorkStores {
    AlertStore alerts();
}
