package dev.cartable.quota.port;

import dev.cartable.quota.model.MigratedUsage;
import dev.cartable.school.model.UserId;
import dev.cartable.work.Tx;
import java.util.Collection;
import java.util.Set;

/** Whose use was brought over from an older system. Safe for use by several threads and nodes. */
public interface MigrationStore extends MigrationStoreReader {
    /** Notes users that were not brought over yet. Returns whom it was new for. */
    Set<UserId> insert(Tx tx, Collection<MigratedUsage> migrated);

    /** Forgets that these users were brought over. */
    void remove(Tx tx, Collection<UserId> users);
}
