/** What sending needs from outside: a store for the outbox, a courier for each channel, the type of each notice. */
@NullMarked
package dev.cartable.notice.port;

import org.jspecify.annotations.NullMarked;
