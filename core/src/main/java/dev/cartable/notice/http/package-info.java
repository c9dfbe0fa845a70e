/** Hands short messages over to a gateway by HTTP. What a gateway expects is configured, not programmed. */
@NullMarked
package dev.cartable.notice.http;

import org.jspecify.annotations.NullMarked;
