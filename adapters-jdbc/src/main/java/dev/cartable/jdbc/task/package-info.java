/** The ledger of tasks. */
@NullMarked
package dev.cartable.jdbc.task;

import org.jspecify.annotations.NullMarked;
