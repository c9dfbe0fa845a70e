/** The rules that keep core's packages apart, and the proof that they bite. */
@NullMarked
package dev.cartable.architecture;

import org.jspecify.annotations.NullMarked;
