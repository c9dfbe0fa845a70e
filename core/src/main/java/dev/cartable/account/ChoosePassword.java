package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.SignIn.Obstacle;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.PasswordPolicy;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a password by one that the parent chooses: after a temporary one, and whenever the parent likes. All sessions
 * end, the one in which it is done too. Call it outside a transaction: it hashes, which is slow on purpose. Safe for use by
 * several threads and nodes.
 */
public final class ChoosePassword {
    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final PasswordComparison trial;
    private final PasswordChoice passwords;
    private final SessionRevoker sessions;
    private final CheckEntitlement entitlement;
    private final InstantSource clock;

    ChoosePassword(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            LimitSignIns limit,
            PasswordChoice passwords,
            SessionRevoker sessions,
            CheckEntitlement entitlement,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.trial = new PasswordComparison(limit, passwords.hasher());
        this.passwords = requireNonNull(passwords, "passwords");
        this.sessions = requireNonNull(sessions, "sessions");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The account has the chosen password, and every older session, link and temporary password is over. */
    public record Chosen(AccountId account, int credentialRevision) implements Result {}

    /**
     * The password is what it was.
     *
     * @param weakness what speaks against the new one; null for other reasons than {@link Reason#WEAK_PASSWORD}
     * @param retryAt when the next attempt will be compared, for {@link Reason#TOO_MANY_ATTEMPTS}; otherwise null
     */
    public record Refused(
            Reason reason,
            @Nullable Weakness weakness,
            @Nullable Instant retryAt) implements Result {}

    /** Why a password stays. */
    public enum Reason {
        /** There is no account with this username and current password. */
        WRONG_USERNAME_OR_PASSWORD,
        /** Too many wrong passwords in a row; sign-in counts together with this. */
        TOO_MANY_ATTEMPTS,
        /** The current password is right, but the account was deactivated. */
        ACCOUNT_CLOSED,
        /** The current password is right, but the guardian may see no pupil today. */
        NO_PUPIL,
        /** The temporary password is right, but has expired; the school can send another. */
        PASSWORD_EXPIRED,
        /** The new password is the current one. */
        SAME_PASSWORD,
        /** The new password may not be chosen. */
        WEAK_PASSWORD
    }

    Result choose(String username, CharSequence current, CharSequence chosen) {
        return choose(username, current, chosen, "");
    }

    Result choose(String username, CharSequence current, CharSequence chosen, String source) {
        return choose(
                username, Username.typed(username).flatMap(accounts::byUsername).orElse(null), current, chosen, source);
    }

    Result choose(AccountId id, CharSequence current, CharSequence chosen) {
        Account account = accounts.byId(List.of(id)).get(id);
        return choose(account == null ? id.toString() : account.username().value(), account, current, chosen, "");
    }

    private Result choose(
            String username, @Nullable Account account, CharSequence current, CharSequence chosen, String source) {
        LimitSignIns.Result outcome = trial.compare(username, account, current, source);
        if (outcome instanceof LimitSignIns.Blocked blocked) {
            return new Refused(Reason.TOO_MANY_ATTEMPTS, null, blocked.until());
        }
        if (!(outcome instanceof LimitSignIns.Right) || account == null) {
            return refused(Reason.WRONG_USERNAME_OR_PASSWORD);
        }
        Optional<Obstacle> obstacle = entitlement.obstacle(account);
        if (obstacle.isPresent()) {
            return refused(reason(obstacle.get()));
        }
        String normal = PasswordPolicy.normalised(chosen);
        Optional<Weakness> weakness = passwords.weakness(normal, account.username());
        if (weakness.isPresent()) {
            return new Refused(Reason.WEAK_PASSWORD, weakness.get(), null);
        }
        if (trial.isPasswordOf(account, normal)) {
            return refused(Reason.SAME_PASSWORD);
        }
        String hash = passwords.hash(normal);
        Instant now = clock.instant();
        Result result = unitOfWork.call(tx -> replace(tx, account, hash, now));
        if (result instanceof Chosen done) {
            sessions.revoke(done.account());
        }
        return result;
    }

    private Result replace(Tx tx, Account seen, String hash, Instant now) {
        Account locked = accounts.lock(tx, seen.id()).orElse(seen);
        if (!locked.isOpen()) {
            return refused(Reason.ACCOUNT_CLOSED);
        }
        if (!locked.credential().equals(seen.credential())) {
            return refused(Reason.WRONG_USERNAME_OR_PASSWORD);
        }
        Account changed = locked.activated(hash, now);
        accounts.update(tx, List.of(changed));
        return new Chosen(changed.id(), changed.credential().revision());
    }

    private static Reason reason(Obstacle obstacle) {
        return switch (obstacle) {
            case ACCOUNT_CLOSED -> Reason.ACCOUNT_CLOSED;
            case NO_PUPIL -> Reason.NO_PUPIL;
            case PASSWORD_EXPIRED -> Reason.PASSWORD_EXPIRED;
            case ADDRESS_WITHDRAWN -> Reason.WRONG_USERNAME_OR_PASSWORD;
        };
    }

    private static Refused refused(Reason reason) {
        return new Refused(reason, null, null);
    }
}
