package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.FailedAttempts;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.work.HostKey;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The use case that limits how often passwords are tried, for hosts that compare them in a login of their own: ask
 * {@link #blockedUntil} before, and tell {@link #failed} or {@link #succeeded} afterwards. Counts are those of {@link SignIn}, of
 * usernames that nobody has, too.
 *
 * <p>Attempts in parallel are compared before any of them is counted. That is no way around the limit: a right password that
 * comes after too many wrong ones is not {@linkplain #succeeded let in}. Nor does it close an account: wrong ones that come after
 * too many are not counted, as those that are not looked at are not.
 *
 * <p>What is counted must stay when a host refuses the sign-in, and rolls back: {@link #failed} and {@link #succeeded} are called
 * outside transactions, and refuse inside one. Safe for use by several threads and nodes.
 */
public final class LimitSignIns {
    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final FailedSignIns failures;
    private final SignInLimit limit;
    private final HostKey key;
    private final InstantSource clock;

    public LimitSignIns(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            FailedSignIns failures,
            SignInLimit limit,
            HostKey key,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.failures = requireNonNull(failures, "failures");
        this.limit = requireNonNull(limit, "limit");
        this.key = requireNonNull(key, "key");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Until when no password may be tried for this username; {@link Instant#MAX} if not before the credentials are sent again.
     * Empty if one may. Writes nothing.
     *
     * @param username as typed; capitals and spaces around it make no difference
     */
    public Optional<Instant> blockedUntil(String username) {
        return limit.blockedUntil(failures.of(counter(username)), clock.instant());
    }

    /**
     * Counts a wrong password, unless too many were tried already, and none may be tried now.
     *
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public void failed(String username) {
        PasswordTrial.requireOwn(unitOfWork);
        String counter = counter(username);
        Instant now = clock.instant();
        unitOfWork.run(tx -> PasswordTrial.count(tx, failures, limit, counter, now));
    }

    /**
     * Forgets the wrong passwords before a right one.
     *
     * @return whether the parent may be let in; if not, too many wrong passwords were tried meanwhile, and nothing is forgotten: answer
     *     as for a wrong password, or the answer says that it was the right one
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public boolean succeeded(String username) {
        PasswordTrial.requireOwn(unitOfWork);
        String counter = counter(username);
        if (failures.of(counter).equals(FailedAttempts.NONE)) {
            return true;
        }
        Instant now = clock.instant();
        return unitOfWork.<Boolean>call(tx -> {
            boolean blocked =
                    limit.blockedUntil(failures.lock(tx, counter), now).isPresent();
            if (!blocked) {
                failures.clear(tx, counter);
            }
            return !blocked;
        });
    }

    private String counter(String username) {
        Account account = Username.typed(username).flatMap(accounts::byUsername).orElse(null);
        return PasswordTrial.counter(key, username, account);
    }
}
