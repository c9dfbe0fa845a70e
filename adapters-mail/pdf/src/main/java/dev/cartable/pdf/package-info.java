/**
 * Documents as PDF that all can read (PDF/UA): report cards, a class's sheet for its council, invoices, credit notes, receipts and
 * statements; and letters in one PDF for a printer.
 */
@NullMarked
package dev.cartable.pdf;

import org.jspecify.annotations.NullMarked;
