package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * Something that a user has used. It is reported once or several times under one id, each time with the same bytes and the same
 * time.
 *
 * @param at when it was used: the window that this instant falls in is charged
 */
public record UsageEvent(EventId id, UserId user, Traffic traffic, Instant at) {
    public UsageEvent {
        requireNonNull(id, "id");
        requireNonNull(user, "user");
        requireNonNull(traffic, "traffic");
        requireNonNull(at, "at");
    }

    /** The key under which it counts once. */
    public Key key() {
        return new Key(user, id);
    }

    /** Whether both report the same: key, bytes and time. Stores keep microseconds, so a difference below that does not count. */
    public boolean repeats(UsageEvent other) {
        return key().equals(other.key())
                && traffic.equals(other.traffic)
                && at.truncatedTo(ChronoUnit.MICROS).equals(other.at.truncatedTo(ChronoUnit.MICROS));
    }

    /** The key under which an event counts once: events of two users may have the same id. */
    public record Key(UserId user, EventId event) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::user).thenComparing(Key::event);

        public Key {
            requireNonNull(user, "user");
            requireNonNull(event, "event");
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
