/** Parent accounts and their credentials. */
@NullMarked
package dev.cartable.jdbc.account;

import org.jspecify.annotations.NullMarked;
