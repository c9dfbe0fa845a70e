package dev.cartable.spring;

import static java.util.Objects.requireNonNull;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.port.SessionRevoker;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Ends sessions when the host's transaction has been committed, if there is one, and not at all if it is rolled back. */
final class AfterCommit implements SessionRevoker {
    private final SessionRevoker revoker;

    AfterCommit(SessionRevoker revoker) {
        this.revoker = requireNonNull(revoker, "revoker");
    }

    @Override
    public void revoke(AccountId account) {
        boolean waits = TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
        if (!waits) {
            revoker.revoke(account);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                revoker.revoke(account);
            }
        });
    }
}
