package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * What has been used in one window.
 *
 * @param key which window it is; a later one has a greater key
 */
public record Counter(WindowKey key, Traffic traffic) {
    public Counter {
        requireNonNull(key, "key");
        requireNonNull(traffic, "traffic");
    }

    /** Of a window in which nothing has been used yet. */
    public static Counter none(WindowKey key) {
        return new Counter(key, Traffic.NONE);
    }

    /**
     * What it says of the window {@code current}: nothing has been used yet if it is of an earlier one. A counter of a later
     * window stays as it is, since a clock that goes back reopens no window.
     */
    public Traffic in(WindowKey current) {
        return key.compareTo(current) < 0 ? Traffic.NONE : traffic;
    }

    /**
     * The counter after an amount was added in {@code window}, or taken if it is negative: a newer window begins anew, the same
     * one goes on, and an older one changes nothing. So it ends the same whatever the order.
     */
    public Counter plus(WindowKey window, TrafficSum amount) {
        int newer = window.compareTo(key);
        return newer < 0 ? this : new Counter(window, (newer > 0 ? Traffic.NONE : traffic).plus(amount));
    }
}
