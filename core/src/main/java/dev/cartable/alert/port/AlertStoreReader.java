package dev.cartable.alert.port;

import dev.cartable.alert.model.Alert;
import dev.cartable.alert.model.Alert.Crossing;
import dev.cartable.alert.model.Alert.Firing;
import dev.cartable.alert.model.AlertId;
import dev.cartable.school.model.UserId;
import dev.cartable.school.port.Supervisors;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads alerts, their firings and who supervises a promotion. Safe for use by several threads. */
interface AlertStoreReader extends Supervisors {
    /** All alerts in the order of their ids, inactive ones too. A school has dozens, not thousands. */
    List<Alert> all();

    Optional<Alert> find(AlertId id);

    /** The last firing of each of these keys that has any. */
    Map<Crossing.Key, Firing> last(Collection<Crossing.Key> keys);

    /** Those of these users for whom any alert has ever fired. */
    Set<UserId> everFired(Collection<UserId> users);

    /** What fired for these users from {@code from} on and before {@code to}, without what was armed again; in no order. */
    List<Firing> fired(Collection<UserId> users, Instant from, Instant to);
}
