package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.LimitSignIns;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import java.util.Optional;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Parent accounts as the users of Spring Security. An account without a password yet is not found, as one that is not there.
 *
 * <p>After too many wrong passwords a username is not found either, for a while: {@link LimitSignIns} counts for this and for
 * {@code SignIn} alike. It is not said to be locked, for two reasons. Nobody learns which usernames there are: {@code
 * DaoAuthenticationProvider} answers the same, after the same time, as for a wrong password, unless the host has it show which
 * users were not found. And a {@code ProviderManager} asks its next provider, which it does not do after a lock: whoever is no
 * parent, but of a directory behind, is never kept out by what is counted here. A host that wants to say how long to wait asks
 * {@link LimitSignIns#blockedUntil}, which answers for usernames that nobody has, too.
 *
 * <p>A host with an {@code AuthenticationManager} of its own makes this a bean, for which the starter registers a {@link
 * SignInLimiter}, or makes one of those too; without it nothing is counted. Safe for use by several threads.
 */
public final class ParentUserDetailsService implements UserDetailsService {
    private final AccountStore accounts;
    private final LimitSignIns limit;

    public ParentUserDetailsService(AccountStore accounts, LimitSignIns limit) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.limit = requireNonNull(limit, "limit");
    }

    /**
     * The parent with this username; capitals and spaces around it make no difference.
     *
     * @throws UsernameNotFoundException if nobody has it, there is no password yet, or too many wrong ones were tried; which of these
     *     is not said
     */
    @Override
    public ParentUser loadUserByUsername(String username) {
        boolean blocked = limit.blockedUntil(username).isPresent();
        Optional<Account> account = Username.typed(username).flatMap(accounts::byUsername);
        String hash = account.map(found -> found.credential().passwordHash()).orElse(null);
        if (blocked || account.isEmpty() || hash == null) {
            throw new UsernameNotFoundException("no parent can sign in with this username now");
        }
        return ParentUser.of(account.get(), hash);
    }
}
