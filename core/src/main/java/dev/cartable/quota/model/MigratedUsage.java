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

    /**
     * What became of the amounts of an older system, window by window: what it said of users who are brought over is what counts
     * now, and what was of windows that are over. Immutable.
     *
     * @param legacy what the older system said of them
     * @param counted what counts now, as the adjustments say
     * @param over what was of windows that are over
     */
    public record Sums(PerWindow<TrafficSum> legacy, PerWindow<TrafficSum> counted, PerWindow<TrafficSum> over) {
        private static final PerWindow<TrafficSum> ZERO = PerWindow.all(TrafficSum.ZERO);

        public static final Sums NONE = new Sums(ZERO, ZERO, ZERO);

        public Sums {
            requireNonNull(legacy, "legacy");
            requireNonNull(counted, "counted");
            requireNonNull(over, "over");
        }

        /** What a user's amounts become. */
        public static Sums of(MigratedUsage usage) {
            PerWindow<TrafficSum> legacy = PerWindow.of(
                    window -> TrafficSum.of(usage.legacy().traffic().get(window)));
            PerWindow<TrafficSum> counted = PerWindow.of(window -> TrafficSum.of(usage.counted(window)));
            return new Sums(
                    legacy, counted, PerWindow.of(window -> legacy.get(window).minus(counted.get(window))));
        }

        public Sums plus(Sums more) {
            return new Sums(plus(legacy, more.legacy), plus(counted, more.counted), plus(over, more.over));
        }

        private static PerWindow<TrafficSum> plus(PerWindow<TrafficSum> one, PerWindow<TrafficSum> other) {
            return PerWindow.of(window -> one.get(window).plus(other.get(window)));
        }

        /** With what really counts, as the store has added it up. */
        public Sums counted(PerWindow<TrafficSum> really) {
            return new Sums(legacy, really, over);
        }

        /** Whether nothing of a window was lost and nothing was added. */
        public boolean agrees(Window window) {
            return legacy.get(window).equals(counted.get(window).plus(over.get(window)));
        }
    }
}
