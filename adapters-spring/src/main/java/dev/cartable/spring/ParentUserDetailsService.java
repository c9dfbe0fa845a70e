package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import java.util.Optional;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Parent accounts as the users of Spring Security. An account without a password yet is not found, as one that is not there.
 * How often a password may be tried is the host's matter here; {@code SignIn} limits it. Safe for use by several threads.
 */
public final class ParentUserDetailsService implements UserDetailsService {
    private final AccountStore accounts;

    public ParentUserDetailsService(AccountStore accounts) {
        this.accounts = requireNonNull(accounts, "accounts");
    }

    /**
     * The parent with this username; capitals and spaces around it make no difference.
     *
     * @throws UsernameNotFoundException if nobody has it, or there is no password yet
     */
    @Override
    public ParentUser loadUserByUsername(String username) {
        Optional<Account> account = Username.typed(username).flatMap(accounts::byUsername);
        String hash = account.map(found -> found.credential().passwordHash()).orElse(null);
        if (account.isEmpty() || hash == null) {
            throw new UsernameNotFoundException("no parent account with a password has this username");
        }
        return ParentUser.of(account.get(), hash);
    }
}
