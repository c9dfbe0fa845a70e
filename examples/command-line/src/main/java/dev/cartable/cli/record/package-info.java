/** The commands about what a school records from day to day. */
@NullMarked
package dev.cartable.cli.record;

import org.jspecify.annotations.NullMarked;
