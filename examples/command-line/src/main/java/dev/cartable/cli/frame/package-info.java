/** What every command has: options, words in two languages, a database and a key, and one way to report results. */
@NullMarked
package dev.cartable.cli.frame;

import org.jspecify.annotations.NullMarked;
