/** Telephone numbers as people write them, read by a library that knows each country's numbering plan. */
@NullMarked
package dev.cartable.school.phone;

import org.jspecify.annotations.NullMarked;
