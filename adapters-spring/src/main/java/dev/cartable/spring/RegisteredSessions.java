package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.SessionRevoker;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;

/** Ends the sessions that the host's {@link SessionRegistry} has of a parent. */
final class RegisteredSessions implements SessionRevoker {
    private final SessionRegistry registry;

    RegisteredSessions(SessionRegistry registry) {
        this.registry = requireNonNull(registry, "registry");
    }

    @Override
    public void revoke(AccountId account) {
        for (Object principal : registry.getAllPrincipals()) {
            if (principal instanceof ParentUser parent && parent.accountId().equals(account)) {
                registry.getAllSessions(principal, false).forEach(SessionInformation::expireNow);
            }
        }
    }
}
