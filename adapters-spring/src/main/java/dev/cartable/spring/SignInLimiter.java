package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.LimitSignIns;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationFailureCredentialsExpiredEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;

/**
 * Counts wrong passwords at the host's login, and forgets them after a right one. A right one that comes after too many wrong ones,
 * as one of many in parallel may, is refused. It comes before whoever records the sign-in.
 */
final class SignInLimiter implements ApplicationListener<AbstractAuthenticationEvent>, Ordered {
    private final LimitSignIns limit;

    SignInLimiter(LimitSignIns limit) {
        this.limit = requireNonNull(limit, "limit");
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(AbstractAuthenticationEvent event) {
        String username = event.getAuthentication().getName();
        boolean parent = event.getAuthentication().getPrincipal() instanceof ParentUser;
        boolean right = event instanceof AuthenticationFailureCredentialsExpiredEvent
                || (event instanceof AuthenticationSuccessEvent && parent);
        if (event instanceof AuthenticationFailureBadCredentialsEvent) {
            limit.failed(username);
        } else if (right && !limit.succeeded(username)) {
            throw new LockedException("too many wrong passwords were tried for this username meanwhile");
        }
    }
}
