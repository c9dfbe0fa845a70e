/** Leases and the check values of host keys. */
@NullMarked
package dev.cartable.jdbc.work;

import org.jspecify.annotations.NullMarked;
