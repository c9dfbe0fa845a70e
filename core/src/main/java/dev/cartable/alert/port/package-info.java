/** What alerts need from the outside. */
@NullMarked
package dev.cartable.alert.port;

import org.jspecify.annotations.NullMarked;
