/** E-mail by Jakarta Mail. */
@NullMarked
package dev.cartable.mail;

import org.jspecify.annotations.NullMarked;
