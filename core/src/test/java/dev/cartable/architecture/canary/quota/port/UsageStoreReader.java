package dev.cartable.architecture.canary.quota.port;

/** A reader that writes: a method that returns nothing does nothing else. */
public interface UsageStoreReader {
    void clear();
}
