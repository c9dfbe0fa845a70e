package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.CheckEntitlement.Obstacle;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Credential;
import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.account.port.PasswordHasher;
import dev.cartable.work.HostKey;
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
    private final PasswordTrial trial;
    private final CheckEntitlement entitlement;
    private final InstantSource clock;

    public SignIn(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            FailedSignIns failures,
            SignInLimit limit,
            PasswordHasher hasher,
            HostKey key,
            CheckEntitlement entitlement,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.trial = new PasswordTrial(unitOfWork, failures, limit, hasher, key);
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
     * @param retryAt when the next attempt will be looked at, for {@link Reason#TOO_MANY_ATTEMPTS}; null if none will until the
     *     credentials are sent again
     */
    public record Refused(Reason reason, @Nullable Instant retryAt) implements Result {}

    /** Why a parent is not let in. */
    public enum Reason {
        /** There is no account with this username and password; which of the two is wrong is not said, nor by the time it takes. */
        WRONG_USERNAME_OR_PASSWORD,
        /** Too many wrong passwords in a row, for this username; said of usernames that nobody has, too. */
        TOO_MANY_ATTEMPTS,
        /** The password is right, but the account was deactivated. */
        ACCOUNT_CLOSED,
        /** The password is right, but the guardian may see no pupil today. */
        NO_PUPIL
    }

    /**
     * Signs in.
     *
     * @param username as typed; capitals and spaces around it make no difference
     * @param password as typed
     * @throws IllegalStateException inside a transaction of the host; nothing is written
     */
    public Result signIn(String username, CharSequence password) {
        Instant now = clock.instant();
        Account account = find(username).orElse(null);
        PasswordTrial.Outcome outcome = trial.compare(username, account, password, now);
        if (outcome instanceof PasswordTrial.Outcome.Blocked blocked) {
            return new Refused(Reason.TOO_MANY_ATTEMPTS, blocked.until().equals(Instant.MAX) ? null : blocked.until());
        }
        if (outcome instanceof PasswordTrial.Outcome.Right right && account != null) {
            Optional<Obstacle> obstacle = entitlement.obstacle(account);
            if (obstacle.isPresent()) {
                unitOfWork.run(tx -> trial.forgive(tx, right));
                return new Refused(reason(obstacle.get()), null);
            }
            return unitOfWork.call(tx -> {
                trial.forgive(tx, right);
                Account locked = accounts.lock(tx, account.id()).orElse(account);
                if (!locked.isOpen()) {
                    return new Refused(Reason.ACCOUNT_CLOSED, null);
                }
                if (!locked.credential().equals(account.credential())) {
                    return new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null);
                }
                accounts.update(tx, List.of(locked.signedIn(now)));
                return new SignedIn(
                        locked.id(),
                        locked.credential().revision(),
                        locked.credential().origin() == Credential.Origin.TEMPORARY);
            });
        }
        return new Refused(Reason.WRONG_USERNAME_OR_PASSWORD, null);
    }

    private static Reason reason(Obstacle obstacle) {
        return switch (obstacle) {
            case ACCOUNT_CLOSED -> Reason.ACCOUNT_CLOSED;
            case NO_PUPIL -> Reason.NO_PUPIL;
            case ADDRESS_WITHDRAWN -> Reason.WRONG_USERNAME_OR_PASSWORD;
        };
    }

    private Optional<Account> find(String username) {
        return Username.typed(username).flatMap(accounts::byUsername);
    }
}
