package dev.cartable.alert.port;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/** The alerts, and when they fired for whom. Safe for use by several threads and nodes. */
public interface AlertStore extends AlertStoreReader {
    /** Adds an alert with a new id. */
    void insert(Tx tx, Alert alert);

    /** Overwrites an alert if it is still of the version that was read. Returns whether it was. */
    boolean update(Tx tx, Alert alert);

    /**
     * Writes firings whose key and arming are not there yet. Never fails on one that another node was faster with.
     *
     * @return the keys of those that are new
     */
    Set<Crossing.Key> add(Tx tx, Collection<Firing> firings);

    /** Sets who is notified of a promotion's alerts, in place of those before. */
    void supervise(Tx tx, PromotionId promotion, Set<UserId> supervisors);
}
