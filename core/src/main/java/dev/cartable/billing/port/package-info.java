/** What adapters of billing implement. */
@NullMarked
package dev.cartable.billing.port;

import org.jspecify.annotations.NullMarked;
