/**
 * The entry to the library: {@code Cartable} and its builder, which open the contexts.
 *
 * <p>The base exception is here too, so that a host catches one type.
 */
@NullMarked
package dev.cartable;

import org.jspecify.annotations.NullMarked;
