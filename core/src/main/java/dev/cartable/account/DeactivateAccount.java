package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import dev.cartable.work.internal.Deed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The use case that closes an account because a person decided so, and takes a deactivated one back. After it was closed, the parent
 * can no longer sign in. An account that is taken back is as it was before, and the grace of an orphan begins anew. May be called in a
 * transaction of the host. Safe for use by several threads and nodes.
 */
public final class DeactivateAccount {
    private final AccountPorts ports;
    private final InstantSource time;

    DeactivateAccount(AccountPorts ports, InstantSource time) {
        this.ports = requireNonNull(ports, "ports");
        this.time = requireNonNull(time, "time");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The account is closed, and its sessions are over. */
    public record Deactivated(Account account) implements Result {}

    /** The account is open again. */
    public record Reactivated(Account account) implements Result {}

    /** Nothing was changed. */
    public record Refused(Reason reason) implements Result {}

    /** Why an account stays as it is. */
    public enum Reason {
        /** There is no such account. */
        UNKNOWN,
        /** It is to be closed, and is closed by hand already. */
        ALREADY_DEACTIVATED,
        /** It is to be taken back, and is not deactivated. */
        NOT_DEACTIVATED,
        /** The person's data is gone for good. */
        ERASED
    }

    Result deactivate(AccountId id) {
        Instant now = time.instant();
        Result result = change(
                id,
                account -> account.deactivation() == Account.Deactivation.BY_HAND
                        ? Optional.of(Reason.ALREADY_DEACTIVATED)
                        : Optional.empty(),
                account -> account.deactivated(Account.Deactivation.BY_HAND, now),
                Deactivated::new);
        if (result instanceof Deactivated) {
            ports.sessions().revoke(id);
        }
        return result;
    }

    Result reactivate(AccountId id) {
        return change(
                id,
                account -> account.state() == Account.State.DEACTIVATED
                        ? Optional.empty()
                        : Optional.of(Reason.NOT_DEACTIVATED),
                Account::reactivated,
                Reactivated::new);
    }

    private Result change(
            AccountId id,
            Function<Account, Optional<Reason>> obstacle,
            UnaryOperator<Account> change,
            Function<Account, Result> done) {
        return ports.unitOfWork().<Result>call(tx -> {
            Account account = ports.accounts().lock(tx, id).orElse(null);
            if (account == null) {
                return new Refused(Reason.UNKNOWN);
            }
            if (account.state() == Account.State.ERASED) {
                return new Refused(Reason.ERASED);
            }
            Optional<Reason> reason = obstacle.apply(account);
            if (reason.isPresent()) {
                return new Refused(reason.get());
            }
            Account changed = change.apply(account);
            ports.accounts().update(tx, List.of(changed));
            boolean isOff = changed.state() == Account.State.DEACTIVATED;
            Deed.of(isOff ? "account.deactivate" : "account.reactivate", "account", id)
                    .record(ports.unitOfWork(), tx);
            return done.apply(changed);
        });
    }
}
