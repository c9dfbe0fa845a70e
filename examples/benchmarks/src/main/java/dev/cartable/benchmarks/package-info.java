/** What Cartable costs beside the same work written by hand. */
@NullMarked
package dev.cartable.benchmarks;

import org.jspecify.annotations.NullMarked;
