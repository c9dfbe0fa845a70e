@NullMarked
package dev.cartable.inmemory;

import org.jspecify.annotations.NullMarked;
