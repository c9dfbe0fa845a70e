package dev.cartable.quota.model;

import static java.util.Objects.requireNonNull;

/**
 * A reading that was not counted, and why. Nothing of it was written.
 *
 * @param detail what happened and what to do, for a person
 */
public record AccountingRefusal(SessionReading reading, UsageRefusal.Why why, String detail) {
    public AccountingRefusal {
        requireNonNull(reading, "reading");
        requireNonNull(why, "why");
        requireNonNull(detail, "detail");
    }
}
