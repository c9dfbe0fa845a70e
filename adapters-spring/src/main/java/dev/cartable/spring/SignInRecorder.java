package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.RecordSignIn;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;

/** Takes note of each sign-in of a parent at the host's login. One that cannot be noted down is let in all the same. */
final class SignInRecorder implements ApplicationListener<AuthenticationSuccessEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(SignInRecorder.class);

    private final RecordSignIn recordSignIn;
    private final InstantSource time;

    SignInRecorder(RecordSignIn recordSignIn, InstantSource time) {
        this.recordSignIn = requireNonNull(recordSignIn, "recordSignIn");
        this.time = requireNonNull(time, "time");
    }

    @Override
    public void onApplicationEvent(AuthenticationSuccessEvent event) {
        if (event.getAuthentication().getPrincipal() instanceof ParentUser parent) {
            try {
                recordSignIn.record(parent.accountId(), time.instant());
            } catch (RuntimeException e) {
                LOG.warn(
                        "the sign-in to account {} could not be recorded; the parent is signed in",
                        parent.accountId(),
                        e);
            }
        }
    }
}
