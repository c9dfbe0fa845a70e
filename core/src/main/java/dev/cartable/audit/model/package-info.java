/** Entries of the audit trail, and what a verification finds. */
@NullMarked
package dev.cartable.audit.model;

import org.jspecify.annotations.NullMarked;
