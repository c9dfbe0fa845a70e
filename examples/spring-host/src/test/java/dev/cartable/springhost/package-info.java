/** Tests of the portal. */
@NullMarked
package dev.cartable.springhost;

import org.jspecify.annotations.NullMarked;
