package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The use case that closes an account because a person decided so: the parent can no longer sign in, and only {@link ReactivateAccount}
 * brings it back. May be called in a transaction of the host. Safe for use by several threads and nodes.
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

    /** Nothing was changed. */
    public record Refused(Reason reason) implements Result {}

    /** Why an account cannot be closed. */
    public enum Reason {
        /** There is no such account. */
        UNKNOWN,
        /** It is closed by hand already. */
        ALREADY_DEACTIVATED,
        /** The person's data is gone for good. */
        ERASED
    }

    Result deactivate(AccountId id) {
        Instant now = time.instant();
        Result result = ports.unitOfWork().call(tx -> {
            Optional<Account> locked = ports.accounts().lock(tx, id);
            if (locked.isEmpty()) {
                return new Refused(Reason.UNKNOWN);
            }
            Account account = locked.get();
            if (account.state() == Account.State.ERASED) {
                return new Refused(Reason.ERASED);
            }
            if (account.deactivation() == Account.Deactivation.BY_HAND) {
                return new Refused(Reason.ALREADY_DEACTIVATED);
            }
            Account closed = account.deactivated(Account.Deactivation.BY_HAND, now);
            ports.accounts().update(tx, List.of(closed));
            return new Deactivated(closed);
        });
        if (result instanceof Deactivated) {
            ports.sessions().revoke(id);
        }
        return result;
    }
}
