package dev.cartable.task.internal;

import static java.util.Objects.requireNonNull;

import dev.cartable.task.model.Slot;
import java.time.LocalDateTime;
import java.util.Optional;

/** The times of a schedule on the wall clock, without regard to a zone: whether each exists there, and when, is decided later. */
public interface LocalTimes {
    /** The last time at or before {@code time}; empty if there is none. */
    Optional<Time> atOrBefore(LocalDateTime time);

    /** The first time after {@code time}; empty if there is none. */
    Optional<Time> after(LocalDateTime time);

    /**
     * One time.
     *
     * @param key the key of its {@link Slot}
     */
    record Time(LocalDateTime at, String key) {
        public Time {
            requireNonNull(at, "at");
            requireNonNull(key, "key");
        }
    }
}
