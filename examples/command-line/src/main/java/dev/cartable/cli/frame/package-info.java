/** What every command has: options, words in two languages, a database and a key, and one way to tell results. */
@NullMarked
package dev.cartable.cli.frame;

import org.jspecify.annotations.NullMarked;
