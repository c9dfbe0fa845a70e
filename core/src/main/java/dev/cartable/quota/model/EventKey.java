package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.util.Comparator;

/** The key under which an event counts once: events of two users may have the same id. */
public record EventKey(UserId user, EventId event) implements Comparable<EventKey> {
    private static final Comparator<EventKey> ORDER =
            Comparator.comparing(EventKey::user).thenComparing(EventKey::event);

    public EventKey {
        requireNonNull(user, "user");
        requireNonNull(event, "event");
    }

    @Override
    public int compareTo(EventKey other) {
        return ORDER.compare(this, other);
    }
}
