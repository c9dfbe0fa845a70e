@NullMarked
package dev.cartable.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
