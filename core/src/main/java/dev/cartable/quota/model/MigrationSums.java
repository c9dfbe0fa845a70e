package dev.cartable.quota.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the amounts of an older system, window by window: what it said of users who are brought over is what counts
 * now, and what was of windows that are over. Immutable.
 *
 * @param legacy what the older system said of them
 * @param counted what counts now, as the adjustments say
 * @param over what was of windows that are over
 */
public record MigrationSums(
        Map<Window, TrafficSum> legacy, Map<Window, TrafficSum> counted, Map<Window, TrafficSum> over) {
    public static final MigrationSums NONE = new MigrationSums(Map.of(), Map.of(), Map.of());

    public MigrationSums {
        legacy = whole(legacy);
        counted = whole(counted);
        over = whole(over);
    }

    private static Map<Window, TrafficSum> whole(Map<Window, TrafficSum> sums) {
        Map<Window, TrafficSum> whole = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            whole.put(window, sums.getOrDefault(window, TrafficSum.ZERO));
        }
        return Collections.unmodifiableMap(whole);
    }

    /** What a user's amounts become. */
    public static MigrationSums of(MigratedUsage usage) {
        Map<Window, TrafficSum> legacy = new EnumMap<>(Window.class);
        Map<Window, TrafficSum> counted = new EnumMap<>(Window.class);
        Map<Window, TrafficSum> over = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            TrafficSum said = TrafficSum.of(usage.legacy().traffic(window));
            TrafficSum counts = TrafficSum.of(usage.counted(window));
            legacy.put(window, said);
            counted.put(window, counts);
            over.put(window, said.minus(counts));
        }
        return new MigrationSums(legacy, counted, over);
    }

    public MigrationSums plus(MigrationSums more) {
        return new MigrationSums(plus(legacy, more.legacy), plus(counted, more.counted), plus(over, more.over));
    }

    private static Map<Window, TrafficSum> plus(Map<Window, TrafficSum> one, Map<Window, TrafficSum> other) {
        Map<Window, TrafficSum> sums = new EnumMap<>(one);
        other.forEach((window, sum) -> sums.merge(window, sum, TrafficSum::plus));
        return sums;
    }

    /** With what really counts, as somebody else has added it up. */
    public MigrationSums counted(Map<Window, TrafficSum> really) {
        return new MigrationSums(legacy, really, over);
    }

    /** Whether nothing of a window was lost and nothing was added. */
    public boolean agrees(Window window) {
        return sum(legacy, window).equals(sum(counted, window).plus(sum(over, window)));
    }

    private static TrafficSum sum(Map<Window, TrafficSum> sums, Window window) {
        return sums.getOrDefault(window, TrafficSum.ZERO);
    }
}
