package dev.cartable.quota.port;

import dev.cartable.quota.model.LegacyRow;
import java.util.function.Consumer;

/**
 * Where an older system's quotas are read: a row for each user. Opened and closed by each reading; implementations are safe for
 * use by several threads.
 */
public interface LegacyUsageSource {
    /** What people call the source, such as the file's name. */
    String name();

    /** Hands over its rows in their order, one by one. Returns how many there were. */
    long read(Consumer<? super LegacyRow> each);
}
