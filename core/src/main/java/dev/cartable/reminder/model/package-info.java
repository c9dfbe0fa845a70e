/** What reminders are made of. */
@org.jspecify.annotations.NullMarked
package dev.cartable.reminder.model;
