/** What sending needs from outside: a store for the outbox, a courier for each channel, the facts behind a kind. */
@NullMarked
package dev.cartable.notice.port;

import org.jspecify.annotations.NullMarked;
