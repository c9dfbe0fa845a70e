@NullMarked
package dev.cartable.billing;

import org.jspecify.annotations.NullMarked;
