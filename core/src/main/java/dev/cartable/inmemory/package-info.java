/** Every port on plain collections: for a first try and for the tests of host applications. */
@NullMarked
package dev.cartable.inmemory;

import org.jspecify.annotations.NullMarked;
