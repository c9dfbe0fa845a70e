/** The commands about what users of the network are granted, and what they have used. */
@NullMarked
package dev.cartable.cli.quota;

import org.jspecify.annotations.NullMarked;
