/**
 * The entry to the library: {@code Cartable} and its builder, the only place that constructs use cases.
 *
 * <p>The base exception is here too, so that a host catches one type.
 */
@NullMarked
package dev.cartable;

import org.jspecify.annotations.NullMarked;
