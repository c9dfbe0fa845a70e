/** Small programs that use Cartable, one idea each. */
@NullMarked
package dev.cartable.quickstart;

import org.jspecify.annotations.NullMarked;
