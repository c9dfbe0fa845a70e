/** Spaces what goes to a server. Only for Cartable's own modules: it changes without notice. */
@NullMarked
package dev.cartable.internal.pace;

import org.jspecify.annotations.NullMarked;
