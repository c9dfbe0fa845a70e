/** Profiles, their assignments, counted use and sessions of the network. */
@NullMarked
package dev.cartable.jdbc.quota;

import org.jspecify.annotations.NullMarked;
