package dev.cartable.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * Says which person of the school the signed-in principal of a request is. A bean of the host takes the place of the built-in one, which
 * knows a parent who has signed in by Cartable's login, and otherwise looks up the principal's name, or a claim of its JWT
 * ({@code cartable.web.claim}): a parent's among the accounts, anybody else's among the users of the network. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface CurrentPerson {
    /**
     * The person of a principal.
     *
     * @return empty if the school does not know them: the request is then answered with 403 {@code UNKNOWN_PERSON}
     */
    Optional<Asker> of(Principal principal, HttpServletRequest request);
}
