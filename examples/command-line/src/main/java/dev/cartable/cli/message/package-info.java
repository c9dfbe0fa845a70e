/** The commands about messages and their templates. */
@NullMarked
package dev.cartable.cli.message;

import org.jspecify.annotations.NullMarked;
