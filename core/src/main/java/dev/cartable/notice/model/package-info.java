/** What a notice is, how it is known again, and what became of it. */
@NullMarked
package dev.cartable.notice.model;

import org.jspecify.annotations.NullMarked;
