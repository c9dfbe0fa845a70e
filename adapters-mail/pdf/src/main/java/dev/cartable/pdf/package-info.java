/** Documents as PDF that all can read (PDF/UA): report cards, and a class's sheet for its council. */
@NullMarked
package dev.cartable.pdf;

import org.jspecify.annotations.NullMarked;
