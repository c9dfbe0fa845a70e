package dev.cartable.inmemory;

import dev.cartable.account.model.SignInLimit;
import dev.cartable.account.port.FailedSignIns;
import dev.cartable.work.Tx;
import java.util.Comparator;

/** Failed sign-ins in memory. Safe for use by several threads. */
final class InMemoryFailedSignIns implements FailedSignIns {
    private final InMemoryTable<String, SignInLimit.FailedAttempts> attempts;

    public InMemoryFailedSignIns(InMemoryUnitOfWork unitOfWork) {
        this.attempts = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public SignInLimit.FailedAttempts lock(Tx tx, String key) {
        attempts.putIfAbsent(tx, key, SignInLimit.FailedAttempts.NONE);
        return of(key);
    }

    @Override
    public SignInLimit.FailedAttempts of(String key) {
        SignInLimit.FailedAttempts counted = attempts.get(key);
        return counted == null ? SignInLimit.FailedAttempts.NONE : counted;
    }

    @Override
    public void put(Tx tx, String key, SignInLimit.FailedAttempts counted) {
        attempts.put(tx, key, counted);
    }

    @Override
    public void clear(Tx tx, String key) {
        attempts.remove(tx, key);
    }
}
