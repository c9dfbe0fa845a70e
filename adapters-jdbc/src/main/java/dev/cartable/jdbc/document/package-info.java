/** Documents in tables. */
@NullMarked
package dev.cartable.jdbc.document;

import org.jspecify.annotations.NullMarked;
