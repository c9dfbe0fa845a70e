/** The commands {@code reminders …}, {@code sessions plan} and {@code history import}. */
@NullMarked
package dev.cartable.cli.reminder;

import org.jspecify.annotations.NullMarked;
