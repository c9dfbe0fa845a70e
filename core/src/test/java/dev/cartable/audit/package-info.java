@NullMarked
package dev.cartable.audit;

import org.jspecify.annotations.NullMarked;
