@NullMarked
package dev.cartable.architecture.canary.quota;

import org.jspecify.annotations.NullMarked;
