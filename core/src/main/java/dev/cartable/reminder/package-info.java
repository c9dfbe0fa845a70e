/**
 * Reminders and notices about what the school records: study sessions, inactivity, overdue payments, absences. Each is a {@link
 * dev.cartable.reminder.port.ReminderRule}; a host adds its own with one class and a template.
 */
@org.jspecify.annotations.NullMarked
package dev.cartable.reminder;
