/** Real requests to a real host. */
@NullMarked
package dev.cartable.spring.web;

import org.jspecify.annotations.NullMarked;
