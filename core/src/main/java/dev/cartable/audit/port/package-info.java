/** Where the audit trail is kept. */
@NullMarked
package dev.cartable.audit.port;

import org.jspecify.annotations.NullMarked;
