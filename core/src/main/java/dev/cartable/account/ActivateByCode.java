package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.model.PasswordPolicy.Weakness;
import dev.cartable.account.model.Username;
import dev.cartable.school.model.PhoneNumber;
import dev.cartable.work.HostKey;
import dev.cartable.work.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a parent who got a short message choose the account's password, with the link and the code of the message. Each of five wrong
 * codes is counted, in a transaction of its own, before the code is compared, so that attempts in parallel on any number of nodes are
 * counted, too; after the fifth the code opens nothing. Attempts at one link and from one source are also slowed down as wrong passwords
 * are ({@link LimitSignIns}). Call it outside a transaction: it hashes, which is slow on purpose. Safe for use by several threads and
 * nodes.
 */
public final class ActivateByCode {
    private final AccountPorts ports;
    private final LimitSignIns limit;
    private final ActivateAccount activate;
    private final CheckEntitlement entitlement;
    private final Tokens tokens;
    private final InstantSource clock;

    ActivateByCode(
            AccountPorts ports,
            LimitSignIns limit,
            ActivateAccount activate,
            CheckEntitlement entitlement,
            HostKey key,
            InstantSource clock) {
        this.ports = requireNonNull(ports, "ports");
        this.limit = requireNonNull(limit, "limit");
        this.activate = requireNonNull(activate, "activate");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.tokens = new Tokens(key);
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The account has the chosen password, and every older session, link and code is over. */
    public record Activated(AccountId account, Username username) implements Result {}

    /**
     * Nothing was changed, save that a wrong code was counted.
     *
     * @param weakness what speaks against the password; null for other reasons than {@link Reason#WEAK_PASSWORD}
     * @param retryAt when the next attempt will be compared, for {@link Reason#TOO_MANY_ATTEMPTS}; otherwise null
     */
    public record Refused(
            Reason reason,
            @Nullable Weakness weakness,
            @Nullable Instant retryAt) implements Result {}

    /** Why a link with a code opens nothing. */
    public enum Reason {
        /**
         * There is no such link with this code, the code was tried five times, or the guardian has another telephone number now. Which of
         * them is not said. The parent can ask for another code.
         */
        WRONG_CODE,
        /** The code is right, and too old, or a newer one was sent. The parent can ask for another. */
        CODE_EXPIRED,
        /** Too many wrong codes were tried for this link, or from this source. */
        TOO_MANY_ATTEMPTS,
        /** The code has been used; the parent can sign in. */
        USED,
        /** The code is right, but the account was deactivated or erased. */
        ACCOUNT_CLOSED,
        /** The code is right, but the guardian may see no pupil any more. */
        NO_PUPIL,
        /** The password may not be chosen; the code is still good. */
        WEAK_PASSWORD
    }

    Result activate(String link, String code, CharSequence password, String source) {
        TokenHash token = Tokens.hash(link);
        AtomicReference<@Nullable Activation> right = new AtomicReference<>();
        LimitSignIns.Result outcome = limit.attempt("activation.code", token.hex(), source, () -> {
            right.set(compare(token, code));
            return right.get() != null;
        });
        if (outcome instanceof LimitSignIns.Blocked blocked) {
            return new Refused(Reason.TOO_MANY_ATTEMPTS, null, blocked.until());
        }
        Activation activation = right.get();
        PhoneCode compared = activation == null ? null : activation.code();
        if (activation == null || compared == null) {
            return refused(Reason.WRONG_CODE);
        }
        if (activation.usedAt() == null && !compared.isOpen(clock.instant())) {
            return refused(Reason.CODE_EXPIRED);
        }
        ActivateAccount.Result result = activate.activateByCode(token, password);
        if (result instanceof ActivateAccount.Activated activated) {
            return new Activated(activated.account(), activated.username());
        }
        ActivateAccount.Refused refused = (ActivateAccount.Refused) result;
        return new Refused(reason(refused.reason()), refused.weakness(), null);
    }

    /** The activation, if the code is that of its link and was not tried too often; otherwise null, and a try is counted. */
    private @Nullable Activation compare(TokenHash token, String code) {
        Activation known = ports.activations().find(token).orElse(null);
        Account account = known == null
                ? null
                : ports.accounts().byId(List.of(known.account())).get(known.account());
        PhoneNumber number = account == null ? null : entitlement.of(account).number();
        if (known == null || number == null) {
            return null;
        }
        Optional<Activation> counted = ports.unitOfWork().call(tx -> countTry(tx, known));
        Optional<Activation> right = counted.filter(
                activation -> tokens.code(activation, number).filter(is(code)).isPresent());
        right.ifPresent(activation -> ports.unitOfWork().run(tx -> takeTryBack(tx, activation)));
        return right.orElse(null);
    }

    private static Predicate<String> is(String typed) {
        StringBuilder digits = new StringBuilder();
        typed.chars().filter(Character::isDigit).forEach(digit -> digits.append(Character.digit(digit, 10)));
        byte[] bytes = digits.toString().getBytes(StandardCharsets.UTF_8);
        return expected -> MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /** Counts a try. Gives the activation as it is then; empty if it is not there any more or its code is spent. */
    private Optional<Activation> countTry(Tx tx, Activation known) {
        Optional<Activation> locked = lock(tx, known);
        PhoneCode code = locked.map(Activation::code).orElse(null);
        if (code == null || code.isSpent()) {
            return Optional.empty();
        }
        ports.activations().writeCode(tx, known.token(), code.tried());
        return locked;
    }

    /** A right code costs no try. */
    private void takeTryBack(Tx tx, Activation known) {
        lock(tx, known)
                .map(Activation::code)
                .ifPresent(code -> ports.activations().writeCode(tx, known.token(), code.untried()));
    }

    private Optional<Activation> lock(Tx tx, Activation known) {
        return ports.activations()
                .lock(tx, known.account())
                .filter(activation -> activation.token().equals(known.token()));
    }

    private static Reason reason(ActivateAccount.Reason reason) {
        return switch (reason) {
            case USED -> Reason.USED;
            case ACCOUNT_CLOSED -> Reason.ACCOUNT_CLOSED;
            case NO_PUPIL -> Reason.NO_PUPIL;
            case WEAK_PASSWORD -> Reason.WEAK_PASSWORD;
            case UNKNOWN_TOKEN, EXPIRED, SUPERSEDED, ADDRESS_WITHDRAWN, CODE_NEEDED -> Reason.CODE_EXPIRED;
        };
    }

    private static Refused refused(Reason reason) {
        return new Refused(reason, null, null);
    }
}
