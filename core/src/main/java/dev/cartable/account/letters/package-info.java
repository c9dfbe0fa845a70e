/** Letters to parents as files in a folder. */
@NullMarked
package dev.cartable.account.letters;

import org.jspecify.annotations.NullMarked;
