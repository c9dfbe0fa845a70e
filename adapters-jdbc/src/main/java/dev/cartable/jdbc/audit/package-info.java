/** The audit trail. */
@NullMarked
package dev.cartable.jdbc.audit;

import org.jspecify.annotations.NullMarked;
