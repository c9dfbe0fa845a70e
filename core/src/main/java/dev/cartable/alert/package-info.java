/** Notifies users, in time, that their quota or its validity is coming to an end. */
@NullMarked
package dev.cartable.alert;

import org.jspecify.annotations.NullMarked;
