@NullMarked
package dev.cartable.work.internal;

import org.jspecify.annotations.NullMarked;
