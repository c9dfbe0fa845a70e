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

    /**
     * What becomes of it when {@code more} is used in {@code window}: a newer window begins anew, the same one goes on, and an
     * older one changes nothing. So it ends the same whatever the order.
     */
    public Counter<K> plus(K window, Traffic more) {
        return changed(window, more.up(), more.down());
    }

    /** As {@link #plus}, where something may also be taken away: see {@link Traffic#changed}. */
    public Counter<K> changed(K window, long up, long down) {
        int newer = window.compareTo(key);
        return newer < 0 ? this : new Counter<>(window, (newer > 0 ? Traffic.NONE : traffic).changed(up, down));
    }
}
