/** The commands about the school's roster. */
@NullMarked
package dev.cartable.cli.roster;

import org.jspecify.annotations.NullMarked;
