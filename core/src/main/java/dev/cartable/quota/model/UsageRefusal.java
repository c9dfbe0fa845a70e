package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * An event that was not counted, and why. Nothing of it was written.
 *
 * @param detail what happened and what to do, for a person
 */
public record UsageRefusal(UsageEvent event, Why why, String detail) {
    /** Why an event was not counted. */
    public enum Why {
        /** The host does not know the user. */
        UNKNOWN_USER,
        /** It claims to have happened later than our clock allows. */
        IN_THE_FUTURE,
        /** It happened longer ago than late events are taken. */
        TOO_LATE
    }

    public UsageRefusal {
        requireNonNull(event, "event");
        requireNonNull(why, "why");
        requireNonNull(detail, "detail");
    }
}
