package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.HostKeyGuard;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.account.model.Username;
import dev.cartable.account.port.AccountStore;
import dev.cartable.account.port.Activations;
import dev.cartable.account.port.HostKeyStore;
import dev.cartable.account.port.SessionRevoker;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the holder of an account's one-time token choose its password. Of any number who try at once, on any number of nodes,
 * one does. Call it outside a transaction: it hashes, which is slow on purpose. Safe for use by several threads and nodes.
 */
public final class ActivateAccount {
    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final Activations activations;
    private final PasswordChoice passwords;
    private final SessionRevoker sessions;
    private final CheckEntitlement entitlement;
    private final HostKeyGuard guard;
    private final Tokens tokens;
    private final InstantSource clock;

    ActivateAccount(
            UnitOfWork unitOfWork,
            AccountStore accounts,
            Activations activations,
            PasswordChoice passwords,
            SessionRevoker sessions,
            CheckEntitlement entitlement,
            HostKeyStore hostKeys,
            HostKey key,
            InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.activations = requireNonNull(activations, "activations");
        this.passwords = requireNonNull(passwords, "passwords");
        this.sessions = requireNonNull(sessions, "sessions");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.guard = new HostKeyGuard(key, hostKeys);
        this.tokens = new Tokens(key);
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The account has the chosen password, and every older session and link is over. */
    public record Activated(AccountId account, Username username) implements Result {}

    /**
     * Nothing was changed; after {@link Reason#WEAK_PASSWORD} the token is still good.
     *
     * @param weakness what speaks against the password; null for the other reasons
     */
    public record Refused(Reason reason, @Nullable Weakness weakness) implements Result {}

    /** Why a token opens nothing. */
    public enum Reason {
        /** This token was never sent, or a newer one was sent since. */
        UNKNOWN_TOKEN,
        /** It is too old; the school can send another. */
        EXPIRED,
        /** It has been used; the parent can sign in. */
        USED,
        /** The account was deactivated or erased. */
        ACCOUNT_CLOSED,
        /** The account's credential was renewed or changed since. */
        SUPERSEDED,
        /** The guardian may see no pupil any more. */
        NO_PUPIL,
        /** The link was sent to an address, or to a telephone number, that the guardian no longer has. */
        ADDRESS_WITHDRAWN,
        /** The password may not be chosen. */
        WEAK_PASSWORD,
        /** The link came by short message and is good, with the code beside it: {@link ActivateByCode}. */
        CODE_NEEDED
    }

    /** What a look at a token finds. */
    private sealed interface Look {
        record Open(Activation activation, Account account) implements Look {}

        record Dead(Reason reason) implements Look {}
    }

    Optional<Reason> reasonAgainst(String token) {
        return look(Tokens.hash(token), false, clock.instant()) instanceof Look.Dead dead
                ? Optional.of(dead.reason())
                : Optional.empty();
    }

    Result activate(String token, CharSequence password) {
        return activate(Tokens.hash(token), false, password);
    }

    /** As {@link #activate}, once the code that belongs to the token was found right. */
    Result activateByCode(TokenHash token, CharSequence password) {
        return activate(token, true, password);
    }

    private Result activate(TokenHash token, boolean byCode, CharSequence password) {
        Instant now = clock.instant();
        Look look = look(token, byCode, now);
        if (look instanceof Look.Dead dead) {
            return refused(dead.reason());
        }
        Look.Open open = (Look.Open) look;
        Account account = open.account();
        Activation activation = open.activation();
        Optional<Weakness> weakness = passwords.weakness(password, account.username());
        if (weakness.isPresent()) {
            return new Refused(Reason.WEAK_PASSWORD, weakness.get());
        }
        String hash = passwords.hash(password);
        // Hashing takes a while, and the roster is not part of our transaction: it is read again at the last moment
        // before it.
        Optional<Reason> withdrawn = withdrawn(activation, account);
        if (withdrawn.isPresent()) {
            return refused(withdrawn.get());
        }
        Result result = unitOfWork.call(tx -> redeem(tx, activation, hash, now));
        if (result instanceof Activated activated) {
            sessions.revoke(activated.account());
        }
        return result;
    }

    private Look look(TokenHash token, boolean byCode, Instant now) {
        Optional<Activation> known = activations.find(token);
        if (known.isEmpty()) {
            return new Look.Dead(Reason.UNKNOWN_TOKEN);
        }
        Activation activation = known.get();
        Account account = accounts.byId(List.of(activation.account())).get(activation.account());
        if (account == null) {
            return new Look.Dead(Reason.UNKNOWN_TOKEN);
        }
        Reason reason = reasonAgainst(activation, account, now);
        if (reason == Reason.SUPERSEDED) {
            // The account was read after the token, which may have been used between the two.
            reason = reasonAgainst(activations.find(activation.token()).orElse(activation), account, now);
        }
        if (reason == null) {
            reason = withdrawn(activation, account).orElse(null);
        }
        if (reason == null && activation.code() != null && !byCode) {
            reason = Reason.CODE_NEEDED;
        }
        return reason == null ? new Look.Open(activation, account) : new Look.Dead(reason);
    }

    /** What the school has withdrawn since the link was sent. */
    private Optional<Reason> withdrawn(Activation activation, Account account) {
        CheckEntitlement.Entitlement now = entitlement.of(account);
        if (!now.seesPupil()) {
            return Optional.of(Reason.NO_PUPIL);
        }
        guard.check();
        boolean open = activation.code() == null
                ? tokens.isLetter(activation) || tokens.isSentTo(activation, now.address())
                : now.number() != null && tokens.isSentTo(activation, now.number());
        return open ? Optional.empty() : Optional.of(Reason.ADDRESS_WITHDRAWN);
    }

    private Result redeem(Tx tx, Activation activation, String hash, Instant now) {
        Optional<Account> locked = accounts.lock(tx, activation.account());
        Optional<Activation> current = activations.find(activation.token());
        if (locked.isEmpty() || current.isEmpty()) {
            return refused(Reason.UNKNOWN_TOKEN);
        }
        Reason reason = reasonAgainst(current.get(), locked.get(), now);
        if (reason != null) {
            return refused(reason);
        }
        if (!activations.redeem(tx, activation.token(), now)) {
            return refused(Reason.USED);
        }
        accounts.update(tx, List.of(locked.get().activated(hash, now)));
        return new Activated(activation.account(), locked.get().username());
    }

    private static @Nullable Reason reasonAgainst(Activation activation, Account account, Instant now) {
        if (activation.usedAt() != null) {
            return Reason.USED;
        }
        if (!account.isOpen()) {
            return Reason.ACCOUNT_CLOSED;
        }
        if (activation.revision() != account.credential().revision()) {
            return Reason.SUPERSEDED;
        }
        return now.isBefore(activation.expiresAt()) ? null : Reason.EXPIRED;
    }

    private static Refused refused(Reason reason) {
        return new Refused(reason, null);
    }
}
