@NullMarked
package dev.cartable.pdf;

import org.jspecify.annotations.NullMarked;
