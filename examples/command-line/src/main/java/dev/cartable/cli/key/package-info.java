/** The commands that maintain the host key. */
@NullMarked
package dev.cartable.cli.key;

import org.jspecify.annotations.NullMarked;
