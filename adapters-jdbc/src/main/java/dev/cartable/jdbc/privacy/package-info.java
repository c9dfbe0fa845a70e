/** What is stored about one person, and what is deleted after a time. */
@NullMarked
package dev.cartable.jdbc.privacy;

import org.jspecify.annotations.NullMarked;
