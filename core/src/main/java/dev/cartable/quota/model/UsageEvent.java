package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
    public EventKey key() {
        return new EventKey(user, id);
    }

    /** Whether both report the same: key, bytes and time. Stores keep microseconds, so a difference below that does not count. */
    public boolean repeats(UsageEvent other) {
        return key().equals(other.key())
                && traffic.equals(other.traffic)
                && at.truncatedTo(ChronoUnit.MICROS).equals(other.at.truncatedTo(ChronoUnit.MICROS));
    }
}
