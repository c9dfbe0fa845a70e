/** Reads iCalendar files with the library biweekly, which a host adds if it has any. */
@NullMarked
package dev.cartable.school.ics;

import org.jspecify.annotations.NullMarked;
