package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs a parent in by username and password, and records it. Call it outside a transaction: it hashes, which is slow on
 * purpose, and what it counts must stay when the sign-in is refused. Safe for use by several threads and nodes.
 */
public final class SignIn {
    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final PasswordComparison trial;
    private final CheckEntitlement entitlement;
    private final InstantSource clock;

    SignIn(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            LimitSignIns limit,
            PasswordHasher hasher,
            CheckEntitlement entitlement,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.trial = new PasswordComparison(limit, hasher);
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public sealed interface Result {}

    /**
     * The parent is who they say.
     *
     * @param credentialRevision what a host keeps in the session: it is over when the account's is another
     * @param mustChoosePassword whether the password was a temporary one, with which nothing may be done but
     *     {@link ChoosePassword}
     */
    public record SignedIn(AccountId account, int credentialRevision, boolean mustChoosePassword) implements Result {}

    /**
     * The parent is not let in.
     *
     * @param retryAt when the next attempt will be compared, for {@link Reason#TOO_MANY_ATTEMPTS}; otherwise null
     */
    public record Refused(Reason reason, @Nullable Instant retryAt) implements Result {}

    /** Why a parent is not let in. */
    public enum Reason {
        /** There is no account with this username and password; which of the two is wrong is not said, nor by the time it takes. */
        WRONG_USERNAME_OR_PASSWORD,
        /** Too many wrong passwords were tried for this username; the same for unknown usernames. A reset link still works. */
        TOO_MANY_ATTEMPTS,
        /** The password is right, but the account was deactivated. */
        ACCOUNT_CLOSED,
        /** The password is right, but the guardian may see no pupil today. */
        NO_PUPIL,
        /** The temporary password is right, but has expired; the school can send another. */
        PASSWORD_EXPIRED
    }

    Result signIn(String username, CharSequence password) {
        return signIn(username, password, "");
    }

    Result signIn(String username, CharSequence password, String source) {
        Account account = find(username).orElse(null);
        LimitSignIns.Result outcome = trial.compare(username, account, password, source);
        if (outcome instanceof LimitSignIns.Blocked blocked) {
            return new Refused(Reason.TOO_MANY_ATTEMPTS, blocked.until());
        }
        if (!(outcome instanceof LimitSignIns.Right) || account == null) {
            return new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null);
        }
        Optional<Obstacle> obstacle = entitlement.obstacle(account);
        if (obstacle.isPresent()) {
            return new Refused(reason(obstacle.get()), null);
        }
        String renewedHash = trial.renewedHash(account, password);
        return unitOfWork.call(tx -> let(tx, account, renewedHash));
    }

    private Result let(Tx tx, Account seen, @Nullable String renewedHash) {
        Account locked = accounts.lock(tx, seen.id()).orElse(seen);
        if (!locked.isOpen()) {
            return new Refused(Reason.ACCOUNT_CLOSED, null);
        }
        Credential now = locked.credential();
        Credential compared = seen.credential();
        if (now.revision() != compared.revision() || now.origin() != compared.origin()) {
            return new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null);
        }
        // Another sign-in of the same password may have renewed the hash meanwhile.
        String hash = now.equals(compared) ? renewedHash : null;
        accounts.update(tx, List.of(locked.rehashed(hash).signedIn(clock.instant())));
        return new SignedIn(locked.id(), now.revision(), now.origin() == Credential.Origin.TEMPORARY);
    }

    private static Reason reason(Obstacle obstacle) {
        return switch (obstacle) {
            case ACCOUNT_CLOSED -> Reason.ACCOUNT_CLOSED;
            case NO_PUPIL -> Reason.NO_PUPIL;
            case PASSWORD_EXPIRED -> Reason.PASSWORD_EXPIRED;
            case ADDRESS_WITHDRAWN -> Reason.WRONG_USERNAME_OR_PASSWORD;
        };
    }

    private Optional<Account> find(String username) {
        return Username.typed(username).flatMap(accounts::byUsername);
    }

    /** Why the holder of a right password may not sign in. */
    public enum Obstacle {
        /** The account was deactivated or erased. */
        ACCOUNT_CLOSED,
        /** The guardian may see no pupil today: none is active, the school has barred it, or the guardian has left the roster. */
        NO_PUPIL,
        /** The temporary password was sent to an address that the guardian no longer has. */
        ADDRESS_WITHDRAWN,
        /** The temporary password has expired. */
        PASSWORD_EXPIRED
    }
}
