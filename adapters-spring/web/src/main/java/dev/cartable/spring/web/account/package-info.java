/** What administrators do with parent accounts: one by one, and all at once. */
@NullMarked
package dev.cartable.spring.web.account;

import org.jspecify.annotations.NullMarked;
