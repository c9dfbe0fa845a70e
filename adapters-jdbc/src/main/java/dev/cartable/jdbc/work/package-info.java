/** Leases and the instances of a database. */
@NullMarked
package dev.cartable.jdbc.work;

import org.jspecify.annotations.NullMarked;
