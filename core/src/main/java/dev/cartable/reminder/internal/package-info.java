/** What other packages need of this context, and no host. */
@org.jspecify.annotations.NullMarked
package dev.cartable.reminder.internal;
