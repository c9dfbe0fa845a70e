package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.UserId;
import java.time.Instant;

/**
 * Something that a user has used, told once or several times under one id.
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
}
