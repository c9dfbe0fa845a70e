/** The contracts, run against the stores in memory. */
@NullMarked
package dev.cartable.tck;

import org.jspecify.annotations.NullMarked;
