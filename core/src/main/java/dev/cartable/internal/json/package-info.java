/** JSON, read and written as the command line, REST and the stores do. Only for Cartable's own modules: it changes without notice. */
@NullMarked
package dev.cartable.internal.json;

import org.jspecify.annotations.NullMarked;
