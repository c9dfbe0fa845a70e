/**
 * Invoices that a school writes with Cartable: drafts, numbers without a gap, credit notes, payments and the statements of families. A
 * host that has invoices of its own does not need it: they are read by {@link dev.cartable.school.port.Invoices} as they are.
 */
@NullMarked
package dev.cartable.billing;

import org.jspecify.annotations.NullMarked;
