package dev.cartable.quota.port;

import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whose use was brought over from an older system. Safe for use by several threads and nodes. */
public interface MigrationStore {
    /** Those of these users that were brought over. */
    Map<UserId, MigratedUsage> byUser(Collection<UserId> users);

    /** All that were brought over, in the order of users, read on demand. Close the stream. */
    Stream<MigratedUsage> all();

    /** Notes users that were not brought over yet. Returns whom it was new for. */
    Set<UserId> insert(Tx tx, Collection<MigratedUsage> migrated);

    /** Forgets that these users were brought over. */
    void remove(Tx tx, Collection<UserId> users);

    /** What adjustments with one of these causes have added to these users' counters altogether, by window. */
    PerWindow<TrafficSum> adjusted(Collection<UserId> users, Collection<String> causes);
}
