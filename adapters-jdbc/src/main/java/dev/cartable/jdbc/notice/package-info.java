/** The outbox, the history of notices, the inbox and the templates. */
@NullMarked
package dev.cartable.jdbc.notice;

import org.jspecify.annotations.NullMarked;
