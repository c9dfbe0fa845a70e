/** Parts of statements that are the same for all databases: names of relations, columns, parameters and values of rows. */
@NullMarked
package dev.cartable.jdbc.sql;

import org.jspecify.annotations.NullMarked;
