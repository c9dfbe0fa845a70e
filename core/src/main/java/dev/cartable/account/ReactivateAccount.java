package dev.cartable.account;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.internal.AccountPorts;
import dev.cartable.account.model.Account;
import dev.cartable.account.model.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * The use case that takes a deactivated account back: it is as it was before, and the grace of an orphan begins anew. May be
 * called in a transaction of the host. Safe for use by several threads and nodes.
 */
public final class ReactivateAccount {
    private final AccountPorts ports;

    ReactivateAccount(AccountPorts ports) {
        this.ports = requireNonNull(ports, "ports");
    }

    /** What came of it. */
    public sealed interface Result {}

    /** The account is open again. */
    public record Reactivated(Account account) implements Result {}

    /** Nothing was changed. */
    public record Refused(Reason reason) implements Result {}

    /** Why an account cannot be taken back. */
    public enum Reason {
        /** There is no such account. */
        UNKNOWN,
        /** It is not deactivated. */
        NOT_DEACTIVATED,
        /** The person's data is gone for good. */
        ERASED
    }

    Result reactivate(AccountId id) {
        return ports.unitOfWork().call(tx -> {
            Optional<Account> locked = ports.accounts().lock(tx, id);
            if (locked.isEmpty()) {
                return new Refused(Reason.UNKNOWN);
            }
            Account account = locked.get();
            if (account.state() == Account.State.ERASED) {
                return new Refused(Reason.ERASED);
            }
            if (account.state() != Account.State.DEACTIVATED) {
                return new Refused(Reason.NOT_DEACTIVATED);
            }
            Account open = account.reactivated();
            ports.accounts().update(tx, List.of(open));
            return new Reactivated(open);
        });
    }
}
