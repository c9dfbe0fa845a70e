package dev.cartable.architecture.canary.quota.port;

import java.util.Collection;
import java.util.Set;

/** A store with a method that writes without a Tx, under a name and with a result that a reading one could have. */
public interface UsageStore extends UsageStoreReader {
    Set<String> count(Collection<String> events);
}
