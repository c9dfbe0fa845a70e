@NullMarked
package dev.cartable.work;

import org.jspecify.annotations.NullMarked;
