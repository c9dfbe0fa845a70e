package dev.cartable.audit.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the trail are listed; null leaves out none.
 *
 * @param actor who did it
 * @param deed what was done, such as {@code invoice.cancel}
 * @param subject what it was done to, as {@code invoice:2026-00017}
 * @param since recorded at this instant or later
 * @param until recorded before this instant
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String deed,
        @Nullable String subject,
        @Nullable Instant since,
        @Nullable Instant until) {
    /** All entries. */
    public static AuditFilter all() {
        return new AuditFilter(null, null, null, null, null);
    }

    /** Whether an entry is listed. */
    public boolean has(AuditEntry entry) {
        return (actor == null || actor.equals(entry.actor()))
                && (deed == null || deed.equals(entry.deed()))
                && (subject == null || subject.equals(entry.subject()))
                && (since == null || !entry.at().isBefore(since))
                && (until == null || entry.at().isBefore(until));
    }
}
