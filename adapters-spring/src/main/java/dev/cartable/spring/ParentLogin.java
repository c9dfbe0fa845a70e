package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.FindAccount;
import dev.cartable.account.SignIn;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.SpringSecurityMessageSource;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.util.ClassUtils;

/**
 * The parents' login for Spring Security. The starter makes it a bean, which by itself changes nothing: it is of none of the types
 * that Spring Security looks for. The host puts {@link #provider()} into a {@code SecurityFilterChain} of its own, for the
 * parents' paths alone, with a security context that other chains do not read.
 *
 * <p>{@link SignIn} compares the passwords, limits the attempts and records the sign-ins, with the client's address as the source.
 * Attempts at other providers are not counted. Call it outside transactions. Safe for use by several threads and nodes.
 */
public final class ParentLogin {
    private static final boolean WEB = ClassUtils.isPresent(
            "org.springframework.security.web.authentication.WebAuthenticationDetails",
            ParentLogin.class.getClassLoader());

    private final SignIn signIn;
    private final FindAccount accounts;

    /** A login over these use cases. */
    public ParentLogin(SignIn signIn, FindAccount accounts) {
        this.signIn = requireNonNull(signIn, "signIn");
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /**
     * Authenticates parents, and no other user, by username and password. The principal is a {@link ParentUser}. A wrong
     * password, an unknown username, an account without a password and too many attempts all give the same
     * {@link BadCredentialsException}, after the same time. After the right password, a deactivated account, or a guardian who
     * may see no pupil now, gives a {@link DisabledException}. A temporary password gives a
     * {@link CredentialsExpiredException}: the parent has to choose another one with {@code ChoosePassword}.
     */
    public AuthenticationProvider provider() {
        return new Provider();
    }

    /**
     * Parents by username, for remember-me and the like, where no password is compared. An account without a password is not
     * found.
     */
    public UserDetailsService users() {
        return username -> accounts.named(username)
                .flatMap(ParentLogin::user)
                .orElseThrow(() -> new UsernameNotFoundException("no parent can sign in with this username"));
    }

    private static Optional<ParentUser> user(Account account) {
        String hash = account.credential().passwordHash();
        return hash == null ? Optional.empty() : Optional.of(ParentUser.of(account, hash));
    }

    private final class Provider implements AuthenticationProvider {
        private final MessageSourceAccessor messages = SpringSecurityMessageSource.getAccessor();

        @Override
        public Authentication authenticate(Authentication attempt) {
            Object password = attempt.getCredentials();
            SignIn.Result result =
                    signIn.signIn(attempt.getName(), password == null ? "" : password.toString(), source(attempt));
            if (result instanceof SignIn.SignedIn in) {
                if (in.mustChoosePassword()) {
                    throw new CredentialsExpiredException(
                            message("credentialsExpired", "User credentials have expired"));
                }
                return authenticated(attempt, in);
            }
            SignIn.Reason reason = ((SignIn.Refused) result).reason();
            if (reason == SignIn.Reason.ACCOUNT_CLOSED || reason == SignIn.Reason.NO_PUPIL) {
                throw new DisabledException(message("disabled", "User is disabled"));
            }
            throw badCredentials();
        }

        /** The client's address, where the attempt came by the web. */
        private static String source(Authentication attempt) {
            return WEB
                            && attempt.getDetails() instanceof WebAuthenticationDetails client
                            && client.getRemoteAddress() != null
                    ? client.getRemoteAddress()
                    : "";
        }

        private Authentication authenticated(Authentication attempt, SignIn.SignedIn in) {
            ParentUser parent = byId(in.account())
                    .filter(account -> account.credential().revision() == in.credentialRevision())
                    .flatMap(ParentLogin::user)
                    .orElseThrow(this::badCredentials);
            UsernamePasswordAuthenticationToken token =
                    UsernamePasswordAuthenticationToken.authenticated(parent, null, parent.getAuthorities());
            token.setDetails(attempt.getDetails());
            return token;
        }

        private Optional<Account> byId(AccountId id) {
            return accounts.find(id.toString());
        }

        private BadCredentialsException badCredentials() {
            return new BadCredentialsException(message("badCredentials", "Bad credentials"));
        }

        /** In the words that the host's other users are answered in. */
        private String message(String code, String text) {
            return messages.getMessage("AbstractUserDetailsAuthenticationProvider." + code, text);
        }

        @Override
        public boolean supports(@Nullable Class<?> authentication) {
            return authentication != null && UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
        }
    }
}
