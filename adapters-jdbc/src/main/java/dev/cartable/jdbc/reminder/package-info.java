/** The ledger of reminders. */
@NullMarked
package dev.cartable.jdbc.reminder;

import org.jspecify.annotations.NullMarked;
