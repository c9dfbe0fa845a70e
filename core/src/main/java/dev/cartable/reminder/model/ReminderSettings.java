package dev.cartable.reminder.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a school decides about its reminders.
 *
 * @param site the address of the school's application, to which links lead; null for messages without links
 */
public record ReminderSettings(@Nullable URI site) {
    /** No links. */
    public static ReminderSettings defaults() {
        return new ReminderSettings(null);
    }

    /** With links to this site. */
    public ReminderSettings withSite(URI newSite) {
        return new ReminderSettings(newSite);
    }
}
