/** What a parents' portal needs before anybody is signed in: activation, passwords, and the links in mails. */
@NullMarked
package dev.cartable.spring.web.portal;

import org.jspecify.annotations.NullMarked;
