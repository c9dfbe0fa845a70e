/**
 * Cartable over HTTP, for a Spring MVC application: opt-in by this dependency and by {@code cartable.web.enabled=true}. Who asks is the
 * port {@link dev.cartable.spring.web.CurrentPerson}, and what they may do is {@link dev.cartable.spring.web.AccessPolicy}; both give way to
 * a bean of the host. The host's security chain stays as it is: no endpoint here signs anybody in.
 */
@NullMarked
package dev.cartable.spring.web;

import org.jspecify.annotations.NullMarked;
