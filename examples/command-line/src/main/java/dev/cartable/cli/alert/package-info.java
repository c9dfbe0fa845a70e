/** The commands about alerts. */
@NullMarked
package dev.cartable.cli.alert;

import org.jspecify.annotations.NullMarked;
