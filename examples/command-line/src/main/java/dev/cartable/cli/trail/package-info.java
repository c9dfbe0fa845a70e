/** The audit trail. */
@NullMarked
package dev.cartable.cli.trail;

import org.jspecify.annotations.NullMarked;
