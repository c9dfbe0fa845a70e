package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.Accounts;
import dev.cartable.account.SignIn;
import dev.cartable.account.SignIn.Obstacle;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
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
 * <p>{@link Accounts#signIn} compares the passwords, limits the attempts and records the sign-ins, with the client's address as the source;
 * of an IPv6 address, its first 64 bits. Attempts at other providers are not counted. Call it outside transactions. Safe for use
 * by several threads and nodes.
 */
public final class ParentLogin {
    private static final boolean WEB = ClassUtils.isPresent(
            "org.springframework.security.web.authentication.WebAuthenticationDetails",
            ParentLogin.class.getClassLoader());

    private final Accounts accounts;

    /** A login of these accounts. */
    public ParentLogin(Accounts accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /**
     * Authenticates parents, and no other user, by username and password. The principal is a {@link ParentUser}. A wrong
     * password, an unknown username, an account without a password and too many attempts all give the same
     * {@link BadCredentialsException}, after the same time. After the right password, a deactivated account, or a guardian who
     * may see no pupil now, gives a {@link DisabledException}. A temporary password gives a
     * {@link CredentialsExpiredException}: the parent has to choose another one with {@link Accounts#choosePassword}.
     */
    public AuthenticationProvider provider() {
        return new Provider();
    }

    /**
     * Parents by username, for remember-me and the like, where no password is compared. An account without a password is not
     * found. One that is deactivated, or whose guardian may see no pupil now, is disabled.
     */
    public UserDetailsService users() {
        return username -> accounts.named(username)
                .flatMap(account -> user(account, isEntitled(account)))
                .orElseThrow(() -> new UsernameNotFoundException("no parent can sign in with this username"));
    }

    private boolean isEntitled(Account account) {
        return accounts.obstacle(account)
                .filter(obstacle -> obstacle == Obstacle.ACCOUNT_CLOSED || obstacle == Obstacle.NO_PUPIL)
                .isEmpty();
    }

    private static Optional<ParentUser> user(Account account, boolean enabled) {
        String hash = account.credential().passwordHash();
        return hash == null ? Optional.empty() : Optional.of(ParentUser.of(account, hash, enabled));
    }

    private final class Provider implements AuthenticationProvider {
        private final MessageSourceAccessor messages = SpringSecurityMessageSource.getAccessor();

        @Override
        public Authentication authenticate(Authentication attempt) {
            Object password = attempt.getCredentials();
            SignIn.Result result =
                    accounts.signIn(attempt.getName(), password == null ? "" : password.toString(), source(attempt));
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
                    ? network(client.getRemoteAddress())
                    : "";
        }

        /** An IPv4 address, the first 64 bits of an IPv6 address, or the text as it is. */
        private static String network(String address) {
            if (address.indexOf(':') < 0) {
                return address;
            }
            try {
                InetAddress parsed = InetAddress.getByName(address.split("%", 2)[0]); // No name has a colon.
                byte[] bytes = parsed.getAddress();
                return bytes.length == 16
                        ? HexFormat.ofDelimiter(":").formatHex(bytes, 0, 8) + "/64"
                        : parsed.getHostAddress();
            } catch (UnknownHostException noAddress) {
                return address;
            }
        }

        private Authentication authenticated(Authentication attempt, SignIn.SignedIn in) {
            ParentUser parent = byId(in.account())
                    .filter(account -> account.credential().revision() == in.credentialRevision())
                    .flatMap(account -> user(account, account.isOpen()))
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
