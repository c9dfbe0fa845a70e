/** The commands about what is kept of people. */
@NullMarked
package dev.cartable.cli.person;

import org.jspecify.annotations.NullMarked;
