/** That the benchmarks run; their figures are for people. */
@NullMarked
package dev.cartable.benchmarks;

import org.jspecify.annotations.NullMarked;
