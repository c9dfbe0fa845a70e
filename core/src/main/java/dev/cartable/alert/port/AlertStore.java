package dev.cartable.alert.port;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.AlertId;
import dev.cartable.alert.model.Crossing;
import dev.cartable.alert.model.Firing;
import dev.cartable.school.model.PromotionId;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The alerts, and when they fired for whom. Safe for use by several threads and nodes. */
public interface AlertStore {
    /** All alerts in the order of their ids, inactive ones too. A school has dozens, not thousands. */
    List<Alert> all();

    Optional<Alert> find(AlertId id);

    /** Adds an alert with a new id. */
    void insert(Tx tx, Alert alert);

    /** Overwrites an alert if it is still of the version that was read. Returns whether it was. */
    boolean update(Tx tx, Alert alert);

    /** The last firing of each of these keys that has any. */
    Map<Crossing.Key, Firing> last(Collection<Crossing.Key> keys);

    /** Those of these users for whom any alert has ever fired. */
    Set<UserId> everFired(Collection<UserId> users);

    /**
     * Writes firings whose key and arming are not there yet. Never fails on one that another node was faster with.
     *
     * @return the keys of those that are new
     */
    Set<Crossing.Key> add(Tx tx, Collection<Firing> firings);

    /** What fired for these users from {@code from} on and before {@code to}, without what was armed again; in no order. */
    List<Firing> fired(Collection<UserId> users, Instant from, Instant to);

    /** Who is told of which promotion's alerts, in the order of the promotions' ids. */
    Map<PromotionId, Set<UserId>> supervisors();

    /** Says who is told of a promotion's alerts, instead of whoever was before. */
    void supervise(Tx tx, PromotionId promotion, Set<UserId> supervisors);
}
