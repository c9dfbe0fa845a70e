/** What a real request would show only by chance. */
@NullMarked
package dev.cartable.spring.web.internal;

import org.jspecify.annotations.NullMarked;
