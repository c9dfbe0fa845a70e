package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * What became of the amounts of an older system, window by window: what it said of users who are brought over is what counts
 * now, and what was of windows that are over. Immutable.
 *
 * @param legacy what the older system said of them
 * @param counted what counts now, as the adjustments say
 * @param over what was of windows that are over
 */
public record MigrationSums(PerWindow<TrafficSum> legacy, PerWindow<TrafficSum> counted, PerWindow<TrafficSum> over) {
    private static final PerWindow<TrafficSum> ZERO = PerWindow.all(TrafficSum.ZERO);

    public static final MigrationSums NONE = new MigrationSums(ZERO, ZERO, ZERO);

    public MigrationSums {
        requireNonNull(legacy, "legacy");
        requireNonNull(counted, "counted");
        requireNonNull(over, "over");
    }

    /** What a user's amounts become. */
    public static MigrationSums of(MigratedUsage usage) {
        PerWindow<TrafficSum> legacy =
                PerWindow.of(window -> TrafficSum.of(usage.legacy().traffic().get(window)));
        PerWindow<TrafficSum> counted = PerWindow.of(window -> TrafficSum.of(usage.counted(window)));
        return new MigrationSums(
                legacy, counted, PerWindow.of(window -> legacy.get(window).minus(counted.get(window))));
    }

    public MigrationSums plus(MigrationSums more) {
        return new MigrationSums(plus(legacy, more.legacy), plus(counted, more.counted), plus(over, more.over));
    }

    private static PerWindow<TrafficSum> plus(PerWindow<TrafficSum> one, PerWindow<TrafficSum> other) {
        return PerWindow.of(window -> one.get(window).plus(other.get(window)));
    }

    /** With what really counts, as the store has added it up. */
    public MigrationSums counted(PerWindow<TrafficSum> really) {
        return new MigrationSums(legacy, really, over);
    }

    /** Whether nothing of a window was lost and nothing was added. */
    public boolean agrees(Window window) {
        return legacy.get(window).equals(counted.get(window).plus(over.get(window)));
    }
}
