/** Persons, what is kept about them, and for how long. */
@NullMarked
package dev.cartable.privacy.model;

import org.jspecify.annotations.NullMarked;
