@NullMarked
package dev.cartable.cli.frame;

import org.jspecify.annotations.NullMarked;
