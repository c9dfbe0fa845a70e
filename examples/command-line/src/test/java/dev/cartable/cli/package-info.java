@NullMarked
package dev.cartable.cli;

import org.jspecify.annotations.NullMarked;
