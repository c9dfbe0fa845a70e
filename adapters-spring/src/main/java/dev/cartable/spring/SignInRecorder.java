package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;

/**
 * Records that a parent came back without a password, as by remember-me. Sign-ins by password are recorded by {@link ParentLogin}.
 * A sign-in that cannot be recorded is let in all the same.
 */
final class SignInRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(SignInRecorder.class);

    private final Accounts accounts;
    private final InstantSource time;

    SignInRecorder(Accounts accounts, InstantSource time) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.time = requireNonNull(time, "time");
    }

    @EventListener
    void on(AuthenticationSuccessEvent event) {
        if (event.getAuthentication().getPrincipal() instanceof ParentUser parent
                && !(event.getAuthentication() instanceof UsernamePasswordAuthenticationToken)) {
            try {
                accounts.recordSignIn(parent.accountId(), time.instant());
            } catch (RuntimeException e) {
                LOG.warn(
                        "the sign-in to account {} could not be recorded; the parent is signed in",
                        parent.accountId(),
                        e);
            }
        }
    }
}
