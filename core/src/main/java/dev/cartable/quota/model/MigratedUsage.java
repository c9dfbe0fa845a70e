package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a user's use was brought over from an older system: once for each user, so that it counts once.
 *
 * @param legacy what the older system said
 * @param keys the windows that its amounts count to; those that were over are left out
 * @param at when it was brought over
 */
public record MigratedUsage(LegacyUsage legacy, Map<Window, WindowKey> keys, Instant at) {
    public MigratedUsage {
        requireNonNull(legacy, "legacy");
        keys = Map.copyOf(keys);
        requireNonNull(at, "at");
        if (!keys.containsKey(Window.CYCLE)) {
            throw new IllegalArgumentException("the total of user " + legacy.user() + " counts to no validity");
        }
    }

    /** The window that an amount counts to; null if that window was over. */
    public @Nullable WindowKey key(Window window) {
        return keys.get(window);
    }

    /** What counts in a window: the older system's amount, or nothing if the window was over. */
    public Traffic counted(Window window) {
        return keys.containsKey(window) ? legacy.traffic().get(window) : Traffic.NONE;
    }

    /** Whether it is about the same amounts, whenever they were so. */
    public boolean isOf(LegacyUsage other) {
        return legacy.traffic().equals(other.traffic());
    }
}
