package dev.cartable.quota.port;

import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.quota.model.PerWindow;
import dev.cartable.quota.model.TrafficSum;
import dev.cartable.school.model.UserId;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what was migrated from an older system. Safe for use by several threads. */
interface MigrationStoreReader {
    /** Those of these users that were brought over. */
    Map<UserId, MigratedUsage> byUser(Collection<UserId> users);

    /** All that were brought over, in the order of users, read on demand. Close the stream. */
    Stream<MigratedUsage> all();

    /** What adjustments with one of these causes have added to these users' counters altogether, by window. */
    PerWindow<TrafficSum> adjusted(Collection<UserId> users, Collection<String> causes);
}
