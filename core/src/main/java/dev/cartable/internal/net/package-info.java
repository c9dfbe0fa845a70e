/** Which servers requests may go to. Only for Cartable's own modules: it changes without notice. */
@NullMarked
package dev.cartable.internal.net;

import org.jspecify.annotations.NullMarked;
