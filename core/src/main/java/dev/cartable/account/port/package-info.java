/** What the account use cases need from outside. */
@NullMarked
package dev.cartable.account.port;

import org.jspecify.annotations.NullMarked;
