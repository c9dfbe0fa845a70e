/** Contract tests for the ports: extend one in your own tests to prove that an adapter keeps its promises. */
@NullMarked
package dev.cartable.tck;

import org.jspecify.annotations.NullMarked;
