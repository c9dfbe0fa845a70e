/** Dumps and restores of the host's whole database: PostgreSQL by its own programs, H2 by its script. */
@NullMarked
package dev.cartable.jdbc.backup;

import org.jspecify.annotations.NullMarked;
