package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * What has been used in one window.
 *
 * @param key which window of its kind it is; later windows have greater keys
 * @param <K> {@link java.time.LocalDate}, the first day, for days, weeks and months; {@link java.time.Instant}, the start, for
 *     cycles
 */
public record Counter<K extends Comparable<? super K>>(K key, Traffic traffic) {
    public Counter {
        requireNonNull(key, "key");
        requireNonNull(traffic, "traffic");
    }

    /**
     * What it says of the window {@code current}: nothing has been used yet if it is of an earlier one. A counter of a later
     * window stays as it is, since a clock that goes back reopens no window.
     */
    public Traffic in(K current) {
        return key.compareTo(current) < 0 ? Traffic.NONE : traffic;
    }
}
