/** What the root package needs to open this context. Neither hosts nor adapters use it. */
@NullMarked
package dev.cartable.task.internal;

import org.jspecify.annotations.NullMarked;
