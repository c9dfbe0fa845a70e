/** Holds the README to its word: its Java is compiled and run, its commands are run. */
@NullMarked
package dev.cartable.readme;

import org.jspecify.annotations.NullMarked;
