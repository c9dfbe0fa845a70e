package dev.cartable.reminder.port;

import dev.cartable.work.WorkStores;

/** The stores of reminders over one resource. Each call returns the same store. Safe for use by several threads. */
public interface ReminderStores extends WorkStores {
    /** What became of every candidate. */
    ReminderStore reminders();
}
