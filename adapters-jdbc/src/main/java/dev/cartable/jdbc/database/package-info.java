/** The connection to the database: transactions, retries, and what a commit promises. */
@NullMarked
package dev.cartable.jdbc.database;

import org.jspecify.annotations.NullMarked;
