/** Parent accounts: made from guardians, activated by the parents themselves, kept in step with the roster. */
@NullMarked
package dev.cartable.account;

import org.jspecify.annotations.NullMarked;
