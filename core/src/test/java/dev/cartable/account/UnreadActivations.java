package dev.cartable.account;

import dev.cartable.account.model.AccountId;
import dev.cartable.account.model.Activation;
import dev.cartable.account.model.Activation.PhoneCode;
import dev.cartable.account.model.Activation.TokenHash;
import dev.cartable.account.port.Activations;
import dev.cartable.work.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Activations that look unused whenever they are read, as to threads that all read before one of them writes. */
record UnreadActivations(Activations activations) implements Activations {
    @Override
    public void issue(Tx tx, Collection<Activation> issued) {
        activations.issue(tx, issued);
    }

    @Override
    public boolean redeem(Tx tx, TokenHash token, Instant now) {
        return activations.redeem(tx, token, now);
    }

    @Override
    public Optional<Activation> find(TokenHash token) {
        return activations
                .find(token)
                .map(a -> new Activation(a.token(), a.account(), a.revision(), a.expiresAt(), null));
    }

    @Override
    public Map<AccountId, Activation> latest(Collection<AccountId> accounts) {
        return activations.latest(accounts);
    }

    @Override
    public int revokeUnused(Tx tx) {
        return activations.revokeUnused(tx);
    }

    @Override
    public Optional<Activation> lock(Tx tx, AccountId account) {
        return activations.lock(tx, account);
    }

    @Override
    public void writeCode(Tx tx, TokenHash token, PhoneCode code) {
        activations.writeCode(tx, token, code);
    }

    @Override
    public void revoke(Tx tx, AccountId account) {
        activations.revoke(tx, account);
    }
}
