package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.LimitSignIns;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationFailureCredentialsExpiredEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.SpringSecurityMessageSource;

/**
 * Counts wrong passwords at the host's login, and forgets them after a parent's right one; tokens and remember-me cookies are no
 * passwords and change nothing. A right one that comes after too many wrong ones, as one of many in parallel may, is refused as a
 * wrong one is, in the words of {@code DaoAuthenticationProvider}. It comes before whoever records the sign-in.
 *
 * <p>It hears of passwords by Spring Security's events: the {@code AuthenticationManager} needs an {@code
 * AuthenticationEventPublisher}, as it has with Spring Boot, and must not be called inside a transaction, where this throws an
 * {@link IllegalStateException}. Safe for use by several threads.
 */
public final class SignInLimiter implements ApplicationListener<AbstractAuthenticationEvent>, Ordered {
    private final LimitSignIns limit;
    private final MessageSourceAccessor messages = SpringSecurityMessageSource.getAccessor();

    public SignInLimiter(LimitSignIns limit) {
        this.limit = requireNonNull(limit, "limit");
    }

    /** Before all others, so that none takes note of a sign-in that this refuses. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    /**
     * Counts or forgets.
     *
     * @throws BadCredentialsException after a right password, if too many wrong ones were tried meanwhile
     */
    @Override
    public void onApplicationEvent(AbstractAuthenticationEvent event) {
        Authentication attempt = event.getAuthentication();
        if (!(attempt instanceof UsernamePasswordAuthenticationToken)) {
            return;
        }
        boolean right = event instanceof AuthenticationFailureCredentialsExpiredEvent
                || (event instanceof AuthenticationSuccessEvent && attempt.getPrincipal() instanceof ParentUser);
        if (event instanceof AuthenticationFailureBadCredentialsEvent) {
            limit.failed(attempt.getName());
        } else if (right && !limit.succeeded(attempt.getName())) {
            throw new BadCredentialsException(
                    messages.getMessage("AbstractUserDetailsAuthenticationProvider.badCredentials", "Bad credentials"));
        }
    }
}
