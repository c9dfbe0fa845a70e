/** What a host or an adapter supplies: the ledger of occurrences, the engine that ticks, and where alarms go. */
@NullMarked
package dev.cartable.task.port;

import org.jspecify.annotations.NullMarked;
