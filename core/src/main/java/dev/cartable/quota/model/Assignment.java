package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A profile that a holder has. A holder has one at a time; another one is another assignment, with another id.
 *
 * @param since when it was assigned
 */
public record Assignment(UUID id, Holder holder, ProfileId profile, Instant since) {
    public Assignment {
        requireNonNull(id, "id");
        requireNonNull(holder, "holder");
        requireNonNull(profile, "profile");
        requireNonNull(since, "since");
    }
}
