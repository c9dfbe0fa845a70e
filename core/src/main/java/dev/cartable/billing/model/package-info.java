/** Drafts, numbers and statements, and the rules about them: no clock, no store. */
@NullMarked
package dev.cartable.billing.model;

import org.jspecify.annotations.NullMarked;
