/** What {@code Cartable} gives to billing. */
@NullMarked
package dev.cartable.billing.internal;

import org.jspecify.annotations.NullMarked;
