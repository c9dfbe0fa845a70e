/** The commands that say which installation sends messages. */
@NullMarked
package dev.cartable.cli.instance;

import org.jspecify.annotations.NullMarked;
