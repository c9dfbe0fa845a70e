/** A complete host in one runnable jar: each command is a thin shell over one use case. */
@NullMarked
package dev.cartable.cli;

import org.jspecify.annotations.NullMarked;
