/** What the contexts' entry class is made of. Only for Cartable's own modules: it changes without notice. */
@NullMarked
package dev.cartable.backup.internal;

import org.jspecify.annotations.NullMarked;
