package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.AccountStore;
import dev.cartable.work.Tx;
import dev.cartable.work.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Notes that a parent has signed in, for hosts with a login of their own. Safe for use by several threads and nodes. */
public final class RecordSignIn {
    /** How far a host's clock may be ahead of ours. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private final UnitOfWork unitOfWork;
    private final AccountStore accounts;
    private final CheckEntitlement entitlement;
    private final InstantSource clock;

    RecordSignIn(UnitOfWork unitOfWork, AccountStore accounts, CheckEntitlement entitlement, InstantSource clock) {
        this.unitOfWork = requireNonNull(unitOfWork, "unitOfWork");
        this.accounts = requireNonNull(accounts, "accounts");
        this.entitlement = requireNonNull(entitlement, "entitlement");
        this.clock = requireNonNull(clock, "clock");
    }

    /** What came of it. */
    public enum Result {
        /** It is the account's latest sign-in now. */
        RECORDED,
        /** A later one, or the same, is known; nothing was changed. */
        NOT_NEWER,
        /** There is no such account, or its data was erased; nothing was changed. */
        UNKNOWN_ACCOUNT,
        /** The account is deactivated: the host should not have let the parent in. Nothing was changed. */
        ACCOUNT_CLOSED,
        /** The guardian may see no pupil: the host should not have let the parent in. Nothing was changed. */
        NO_PUPIL,
        /** The time is more than {@link #CLOCK_TOLERANCE} ahead; nothing was changed. */
        IN_THE_FUTURE
    }

    Result record(AccountId account, Instant time) {
        requireNonNull(account, "account");
        if (time.isAfter(clock.instant().plus(CLOCK_TOLERANCE))) {
            return Result.IN_THE_FUTURE;
        }
        Account known = accounts.byId(List.of(account)).get(account);
        if (known != null && known.isOpen() && !entitlement.of(known).seesPupil()) {
            return Result.NO_PUPIL;
        }
        return unitOfWork.call(tx -> record(tx, accounts.lock(tx, account), time));
    }

    private Result record(Tx tx, Optional<Account> locked, Instant time) {
        if (locked.isEmpty() || locked.get().state() == Account.State.ERASED) {
            return Result.UNKNOWN_ACCOUNT;
        }
        Account account = locked.get();
        if (!account.isOpen()) {
            return Result.ACCOUNT_CLOSED;
        }
        Instant latest = account.lastSignInAt();
        if (latest != null && !time.isAfter(latest)) {
            return Result.NOT_NEWER;
        }
        accounts.update(tx, List.of(account.signedIn(time)));
        return Result.RECORDED;
    }
}
