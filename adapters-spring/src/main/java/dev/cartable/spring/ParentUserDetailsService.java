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
 * <p>After too many wrong passwords a username is locked for a while, also one that nobody has: {@link LimitSignIns} counts for
 * this and for {@code SignIn} alike. Spring Security's events tell of wrong passwords, so its {@code AuthenticationEventPublisher}
 * has to be there, as it is with Spring Boot. Safe for use by several threads.
 */
public final class ParentUserDetailsService implements UserDetailsService {
    private final AccountStore accounts;
    private final LimitSignIns limit;

    public ParentUserDetailsService(AccountStore accounts, LimitSignIns limit) {
        this.accounts = requireNonNull(accounts, "accounts");
        this.limit = requireNonNull(limit, "limit");
    }

    /**
     * The parent with this username; capitals and spaces around it make no difference. One that is locked is not said to be
     * nobody's: who has it then is a user of no account, locked and without any authority.
     *
     * @throws UsernameNotFoundException if nobody has it, or there is no password yet, and it is not locked
     */
    @Override
    public ParentUser loadUserByUsername(String username) {
        boolean locked = limit.blockedUntil(username).isPresent();
        Optional<Account> account = Username.typed(username).flatMap(accounts::byUsername);
        String hash = account.map(found -> found.credential().passwordHash()).orElse(null);
        if (account.isPresent() && hash != null) {
            return ParentUser.of(account.get(), hash, locked);
        }
        if (locked) {
            return ParentUser.nobody();
        }
        throw new UsernameNotFoundException("no parent account with a password has this username");
    }
}
