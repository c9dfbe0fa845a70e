/** The commands that prove that an installation works. */
@NullMarked
package dev.cartable.cli.care;

import org.jspecify.annotations.NullMarked;
