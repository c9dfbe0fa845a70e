/** What each user may use of the school's network, and what they have used of it. */
@NullMarked
package dev.cartable.quota;

import org.jspecify.annotations.NullMarked;
