/** What an account is, and the rules that decide what happens to it. */
@NullMarked
package dev.cartable.account.model;

import org.jspecify.annotations.NullMarked;
