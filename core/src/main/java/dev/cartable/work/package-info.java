/** What every writing use case needs: transactions, leases with a fence, the host's key, ids and the brake. */
@NullMarked
package dev.cartable.work;

import org.jspecify.annotations.NullMarked;
