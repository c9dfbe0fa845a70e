package dev.cartable.inmemory;

import dev.cartable.account.model.SignInLimit.FailedAttempts;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.work.Tx;
import java.util.Comparator;

/** Failed sign-ins in memory. Safe for use by several threads. */
final class InMemoryFailedSignIns implements FailedSignIns {
    private final InMemoryTable<String, FailedAttempts> attempts;

    public InMemoryFailedSignIns(InMemoryUnitOfWork unitOfWork) {
        this.attempts = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public FailedAttempts lock(Tx tx, String key) {
        attempts.putIfAbsent(tx, key, FailedAttempts.NONE);
        return of(key);
    }

    @Override
    public FailedAttempts of(String key) {
        FailedAttempts counted = attempts.get(key);
        return counted == null ? FailedAttempts.NONE : counted;
    }

    @Override
    public void put(Tx tx, String key, FailedAttempts counted) {
        attempts.put(tx, key, counted);
    }

    @Override
    public void clear(Tx tx, String key) {
        attempts.remove(tx, key);
    }
}
