/** Alerts and their firings. */
@NullMarked
package dev.cartable.jdbc.alert;

import org.jspecify.annotations.NullMarked;
