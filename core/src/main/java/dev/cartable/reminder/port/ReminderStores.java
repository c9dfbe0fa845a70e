package dev.cartable.reminder.port;

import dev.cartable.work.WorkStores;

/** What Cartable keeps about reminders. Each call returns the same store. */
public interface ReminderStores extends WorkStores {
    ReminderStore reminders();
}
