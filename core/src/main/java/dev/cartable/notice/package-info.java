/** Every message to a person: queued with the fact that causes it, sent later, never twice without saying so. */
@NullMarked
package dev.cartable.notice;

import org.jspecify.annotations.NullMarked;
