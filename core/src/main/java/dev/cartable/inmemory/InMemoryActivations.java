package dev.cartable.inmemory;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.port.Activations;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Activations in memory. Safe for use by several threads. */
final class InMemoryActivations implements Activations {
    private final InMemoryUnitOfWork unitOfWork;
    private final InMemoryTable<TokenHash, Activation> byToken;
    private final InMemoryTable<AccountId, TokenHash> tokens;

    public InMemoryActivations(InMemoryUnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        this.byToken = new InMemoryTable<>(unitOfWork, Comparator.comparing(TokenHash::hex));
        this.tokens = new InMemoryTable<>(unitOfWork, Comparator.naturalOrder());
    }

    @Override
    public void issue(Tx tx, Collection<Activation> activations) {
        unitOfWork.own(tx);
        for (Activation activation : activations) {
            revoke(tx, activation.account());
            byToken.put(tx, activation.token(), activation);
            tokens.put(tx, activation.account(), activation.token());
        }
    }

    @Override
    public boolean redeem(Tx tx, TokenHash token, Instant now) {
        unitOfWork.own(tx);
        Activation known = byToken.get(token);
        if (known == null || known.usedAt() != null || !now.isBefore(known.expiresAt())) {
            return false;
        }
        Activation used =
                new Activation(token, known.account(), known.revision(), known.expiresAt(), now, known.code());
        byToken.put(tx, token, used);
        return true;
    }

    @Override
    public Optional<Activation> find(TokenHash token) {
        return Optional.ofNullable(byToken.get(token));
    }

    @Override
    public Map<AccountId, Activation> latest(Collection<AccountId> accounts) {
        return unitOfWork.read(() -> {
            Map<AccountId, Activation> found = new LinkedHashMap<>();
            tokens.among(accounts).forEach((account, token) -> find(token).ifPresent(a -> found.put(account, a)));
            return found;
        });
    }

    /** Removes some of those that meet a condition; counts them only, without a transaction. */
    int removeWhere(@Nullable Tx tx, Predicate<Activation> condition, int max) {
        List<Activation> some =
                byToken.all().stream().filter(condition).limit(max).toList();
        if (tx != null) {
            some.forEach(activation -> revoke(tx, activation.account()));
        }
        return some.size();
    }

    @Override
    public int revokeUnused(Tx tx) {
        unitOfWork.own(tx);
        List<Activation> unused = byToken.all().stream()
                .filter(activation -> activation.usedAt() == null)
                .toList();
        unused.forEach(activation -> revoke(tx, activation.account()));
        return unused.size();
    }

    @Override
    public Optional<Activation> lock(Tx tx, AccountId account) {
        unitOfWork.own(tx);
        return Optional.ofNullable(latest(List.of(account)).get(account));
    }

    @Override
    public void writeCode(Tx tx, TokenHash token, PhoneCode code) {
        unitOfWork.own(tx);
        Activation known = byToken.get(token);
        if (known != null) {
            byToken.put(tx, token, known.with(code));
        }
    }

    /** How many are neither used nor expired. */
    long open(Instant now) {
        return byToken.all().stream()
                .filter(activation -> activation.usedAt() == null && now.isBefore(activation.expiresAt()))
                .count();
    }

    @Override
    public void revoke(Tx tx, AccountId account) {
        unitOfWork.own(tx);
        TokenHash token = tokens.get(account);
        if (token != null) {
            tokens.remove(tx, account);
            byToken.remove(tx, token);
        }
    }
}
