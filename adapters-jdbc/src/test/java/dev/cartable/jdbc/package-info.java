/** The stores on real databases, H2 and PostgreSQL. */
@NullMarked
package dev.cartable.jdbc;

import org.jspecify.annotations.NullMarked;
