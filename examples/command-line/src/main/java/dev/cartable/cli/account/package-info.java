/** The commands about parent accounts. */
@NullMarked
package dev.cartable.cli.account;

import org.jspecify.annotations.NullMarked;
