/** What a host or an adapter implements for reminders. */
@org.jspecify.annotations.NullMarked
package dev.cartable.reminder.port;
