/** Fresh H2 and PostgreSQL databases for tests, with nothing to install. */
@NullMarked
package dev.cartable.jdbc.testing;

import org.jspecify.annotations.NullMarked;
