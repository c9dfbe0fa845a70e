/**
 * Which task runs when, on one node or many. An engine ticks; the ledger of occurrences decides what is due, missed or done. Knows
 * no other context: {@link dev.cartable.Catalogue} says what Cartable's own tasks do.
 */
@NullMarked
package dev.cartable.task;

import org.jspecify.annotations.NullMarked;
