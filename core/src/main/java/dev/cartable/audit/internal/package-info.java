/** How the audit trail is written and hashed. */
@NullMarked
package dev.cartable.audit.internal;

import org.jspecify.annotations.NullMarked;
