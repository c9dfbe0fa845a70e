/** Personal data: its erasure, its export, and how long it is kept. Use cases here; the rules in {@code model}. */
@NullMarked
package dev.cartable.privacy;

import org.jspecify.annotations.NullMarked;
