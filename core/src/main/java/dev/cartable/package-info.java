/** The front door: the builder that puts a school's ports together, and the use cases it hands out. */
@NullMarked
package dev.cartable;

import org.jspecify.annotations.NullMarked;
