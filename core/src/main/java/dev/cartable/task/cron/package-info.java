/** Reads cron expressions with the library cron-utils, which a host adds if it writes any. */
@NullMarked
package dev.cartable.task.cron;

import org.jspecify.annotations.NullMarked;
