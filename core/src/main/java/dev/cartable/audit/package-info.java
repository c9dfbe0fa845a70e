/**
 * The audit trail: who did what, when, from where, and what became of it, across all contexts. Entries are only ever added, and each
 * holds the hash of the one before it.
 */
@NullMarked
package dev.cartable.audit;

import org.jspecify.annotations.NullMarked;
