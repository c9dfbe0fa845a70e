/** What the contexts share: bulk runs, batches, digests. Not for hosts and not for adapters: it changes without notice. */
@NullMarked
package dev.cartable.work.internal;

import org.jspecify.annotations.NullMarked;
