/** Checks that need all modules to be built. */
@NullMarked
package dev.cartable.buildchecks;

import org.jspecify.annotations.NullMarked;
