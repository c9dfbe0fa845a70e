package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What a session has contributed to the use of a local day; or, where it is a change, what comes to that or is taken
 * from it.
 *
 * @param started which of the sessions under the key it is
 */
public record SessionDayUsage(SessionKey key, Instant started, LocalDate day, TrafficSum amount) {
    public SessionDayUsage {
        requireNonNull(key, "key");
        requireNonNull(started, "started");
        requireNonNull(day, "day");
        requireNonNull(amount, "amount");
    }
}
