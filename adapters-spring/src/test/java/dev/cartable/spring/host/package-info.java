/** Hosts that see of the starter what is public, and no more. */
@NullMarked
package dev.cartable.spring.host;

import org.jspecify.annotations.NullMarked;
